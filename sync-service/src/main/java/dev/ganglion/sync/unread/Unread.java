package dev.ganglion.sync.unread;

import dev.ganglion.sync.event.TimelineEvent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user's unread counts of a room.
 *
 * @param position of the last event that was counted or looked at
 * @param total how many events of the room count, up to there
 * @param purged how many of them had been purged by then
 * @param main what is unread outside of threads
 * @param threads what is unread in threads, by the thread's root; threads with nothing unread are
 *     left out
 */
public record Unread(
        long position, long total, long purged, Count main, Map<String, Count> threads) {
    /** More is counted from scratch, of the latest messages alone: everybody may begin threads. */
    private static final int MAX_THREADS = 1_000;

    /** Of a room in which nothing is notified of. */
    static final Unread NOTHING = new Unread(0, 0, 0, Count.NONE, Map.of());

    /** Copies the map. */
    public Unread {
        threads = Map.copyOf(threads);
    }

    /** The same where nothing but what highlights is notified of. */
    Unread highlightsAlone() {
        Map<String, Count> left = new HashMap<>();
        threads.forEach((root, count) -> left.put(root, count.highlightsAlone()));
        left.values().removeIf(Count::isZero);
        return new Unread(position, total, purged, main.highlightsAlone(), left);
    }

    /** The whole room, for a client that knows no threads. */
    public Count all() {
        return threads.values().stream().reduce(main, Count::plus);
    }

    /**
     * Goes on over the next events of the room; empty when they do not follow or are too many, or
     * when some that were counted may be gone.
     */
    Optional<Unread> after(Judgement judgement, List<TimelineEvent> events) {
        Unread now = this;
        for (TimelineEvent event : events) {
            if (event.position() > position) {
                if (!now.isFollowedBy(event) || now.threads.size() > MAX_THREADS) {
                    return Optional.empty();
                }
                now = now.plus(judgement.of(event), event);
            }
        }
        return Optional.of(now);
    }

    private boolean isFollowedBy(TimelineEvent event) {
        long before = event.counting().notifyNumber() - (event.counting().isCounted() ? 1 : 0);
        return before == total && event.counting().purgedNumber() == purged;
    }

    private Unread plus(Count more, TimelineEvent event) {
        Unread now = with(event.counting().thread(), more);
        return new Unread(
                event.position(),
                event.counting().notifyNumber(),
                event.counting().purgedNumber(),
                now.main,
                now.threads);
    }

    /** With what one more event adds. */
    Unread with(Optional<String> thread, Count more) {
        if (more.isZero()) {
            return this;
        }
        return thread.map(root -> new Unread(position, total, purged, main, with(root, more)))
                .orElseGet(() -> new Unread(position, total, purged, main.plus(more), threads));
    }

    private Map<String, Count> with(String root, Count more) {
        Map<String, Count> now = new HashMap<>(threads);
        now.merge(root, more, Count::plus);
        return now;
    }
}
