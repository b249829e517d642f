package dev.ganglion.sync.presence;

import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Redis has to hear of users besides their devices' signs of life, until it has. A later sign
 * of the same kind takes an earlier one's place. Thread-safe.
 */
@Component
class Outbox {
    private static final int MOST = 50_000;

    private final Map<Sign.Key, Sign> waiting = new LinkedHashMap<>();

    /** Passed over when too much waits: all of it is about what may be lost. */
    synchronized void add(Sign sign) {
        if (waiting.size() < MOST || waiting.containsKey(sign.key())) {
            waiting.put(sign.key(), sign);
        }
    }

    /** Takes everything. */
    synchronized List<Sign> takeAll() {
        List<Sign> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }

    /** Puts back what could not be said, but for what has been replaced meanwhile. */
    synchronized void putBack(List<Sign> signs) {
        signs.stream().filter(sign -> !waiting.containsKey(sign.key())).forEach(this::add);
    }
}
