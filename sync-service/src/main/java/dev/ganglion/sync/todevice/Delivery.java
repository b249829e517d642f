package dev.ganglion.sync.todevice;

import org.springframework.util.unit.DataSize;

import java.util.List;

/**
 * Messages for one response.
 *
 * @param upTo the position up to which they are all that there is
 */
public record Delivery(List<ToDeviceMessage> messages, long upTo) {
    static final int MAX_MESSAGES = 100;
    static final long MAX_BYTES = DataSize.ofMegabytes(1).toBytes();

    /** The same where nobody knows what will come: it goes on after the last one. */
    static Delivery page(List<ToDeviceMessage> waiting, long after) {
        return of(waiting, waiting.isEmpty() ? after : waiting.getLast().position());
    }

    /** As many as go into one response, at least one if there are any. */
    static Delivery of(List<ToDeviceMessage> waiting, long upTo) {
        long bytes = 0;
        for (int i = 0; i < waiting.size(); i++) {
            bytes += waiting.get(i).content().bytes().length;
            if (i == MAX_MESSAGES || (i > 0 && bytes > MAX_BYTES)) {
                return new Delivery(
                        List.copyOf(waiting.subList(0, i)), waiting.get(i - 1).position());
            }
        }
        return new Delivery(waiting, upTo);
    }
}
