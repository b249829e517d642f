package dev.ganglion.sync.unread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Unread counts, kept in memory for the rooms that users are being sent and moved on with each
 * event, so that a woken long poll counts nothing. A receipt or a new membership makes the count
 * start from scratch.
 */
@Service
public class UnreadCounts {
    private static final int IN_MEMORY = 500_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final UnreadReader reader;
    private final Cache<RoomOfUser, Slot> cache =
            Caffeine.newBuilder()
                    .maximumWeight(IN_MEMORY)
                    .weigher((RoomOfUser key, Slot slot) -> slot.weight())
                    .expireAfterAccess(KEPT)
                    .build();

    UnreadCounts(UnreadReader reader, Receipts receipts, EventStream events) {
        this.reader = reader;
        receipts.onAppend(this::forgetRead);
        events.onAppend(this::forgetMembers);
    }

    /**
     * Equal to itself alone: what was put before a receipt came never replaces what is known after
     * it.
     */
    private static final class Slot {
        private final Optional<Unread> unread;

        Slot(Optional<Unread> unread) {
            this.unread = unread;
        }

        /** A room with its threads is as much as that many rooms. */
        int weight() {
            return 1 + unread.map(counts -> counts.threads().size()).orElse(0);
        }
    }

    /**
     * The counts as of a position.
     *
     * @param newEvents by the number of the room: the new events where they are in memory, else an
     *     empty list
     */
    public Mono<Map<Long, Unread>> of(
            UserId user, Map<Long, List<TimelineEvent>> newEvents, long upTo) {
        Map<Long, Unread> known = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        newEvents.forEach(
                (room, events) ->
                        fromMemory(user, room, events)
                                .ifPresentOrElse(
                                        unread -> known.put(room, unread),
                                        () -> unknown.add(room)));
        if (unknown.isEmpty()) {
            return Mono.just(known);
        }
        Slot counting = new Slot(Optional.empty());
        unknown.forEach(room -> cache.put(new RoomOfUser(user, room), counting));
        return reader.count(user, unknown, upTo)
                .map(
                        counted -> {
                            counted.forEach(
                                    (room, unread) ->
                                            replace(new RoomOfUser(user, room), counting, unread));
                            known.putAll(counted);
                            return known;
                        });
    }

    private Optional<Unread> fromMemory(UserId user, long room, List<TimelineEvent> events) {
        RoomOfUser key = new RoomOfUser(user, room);
        Slot slot = cache.getIfPresent(key);
        if (events.isEmpty() || slot == null) {
            return Optional.empty();
        }
        Optional<Unread> now = slot.unread.flatMap(last -> last.after(user, events));
        now.ifPresent(unread -> replace(key, slot, unread));
        return now;
    }

    private void replace(RoomOfUser key, Slot before, Unread unread) {
        cache.asMap().replace(key, before, new Slot(Optional.of(unread)));
    }

    private void forgetRead(List<Receipt> batch) {
        batch.forEach(
                receipt -> cache.invalidate(new RoomOfUser(receipt.userId(), receipt.roomNid())));
    }

    private void forgetMembers(List<TimelineEvent> batch) {
        for (TimelineEvent event : batch) {
            if (event.isMember()) {
                UserId.tryParse(event.header().stateKey().orElseThrow())
                        .ifPresent(
                                user -> cache.invalidate(new RoomOfUser(user, event.room().nid())));
            }
        }
    }
}
