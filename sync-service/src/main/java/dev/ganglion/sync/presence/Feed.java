package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.sync.presence.Told.Update;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The updates that Redis tells all replicas of, collected until the next round. When one is
 * missing, or the count is another, everything has to be read anew. Thread-safe.
 */
@Component
class Feed {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** More than that in one round is read anew instead. */
    private static final int MOST = 100_000;

    private final Map<UserId, Told> waiting = new HashMap<>();
    private final Disposable listening;
    private int epoch;
    private long last;
    private boolean isIncomplete = true;

    Feed(Bus bus, PresenceProperties properties) {
        this.listening =
                properties.enabled()
                        ? Disposables.composite(
                                bus.messages(Channel.PRESENCE).subscribe(this::hear),
                                bus.reconnections()
                                        .filter(Channel.PRESENCE::equals)
                                        .subscribe(again -> miss()))
                        : Disposables.disposed();
    }

    @PreDestroy
    void stop() {
        listening.dispose();
    }

    /** What has been collected: everything up to the mark. */
    record Collected(PresenceMark upTo, List<Told> updates) {}

    /**
     * Whether something is missing, or Redis counts in another epoch now; 0 when that is unknown.
     */
    synchronized boolean isIncomplete(int epochOfRedis) {
        return isIncomplete || (epochOfRedis != 0 && epochOfRedis != epoch);
    }

    /** Something may be missing. */
    synchronized void miss() {
        isIncomplete = true;
    }

    /** Everything is read anew from now on; what is heard meanwhile is kept. */
    synchronized void begin() {
        isIncomplete = false;
        epoch = 0;
        last = 0;
        waiting.clear();
    }

    /** What has been read since {@link #begin}, when the count stood there or later. */
    synchronized void read(PresenceMark mark, List<Told> all) {
        if (epoch != 0 && epoch != mark.epoch()) {
            isIncomplete = true;
            return;
        }
        epoch = mark.epoch();
        last = Math.max(last, mark.position());
        all.forEach(this::keep);
    }

    /** Empty while something is missing. */
    synchronized Optional<Collected> collect() {
        if (isIncomplete || epoch == 0) {
            return Optional.empty();
        }
        Collected collected =
                new Collected(new PresenceMark(epoch, last), List.copyOf(waiting.values()));
        waiting.clear();
        return Optional.of(collected);
    }

    private void hear(byte[] message) {
        try {
            Update.parse(message).ifPresent(this::hear);
        } catch (InvalidJsonException | NumberFormatException e) {
            log.warn("A message that cannot be read on {}", Channel.PRESENCE, e);
        }
    }

    private synchronized void hear(Update update) {
        long number = update.told().number();
        epoch = epoch == 0 ? update.epoch() : epoch;
        if (epoch != update.epoch() || waiting.size() > MOST) {
            isIncomplete = true;
        } else if (number > last) {
            isIncomplete = isIncomplete || (last != 0 && number != last + 1);
            last = number;
            keep(update.told());
        }
    }

    private void keep(Told told) {
        waiting.merge(
                told.user(), told, (one, other) -> one.number() > other.number() ? one : other);
    }
}
