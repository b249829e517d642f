package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.device.DeviceRef;

import org.springframework.util.unit.DataSize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which messages of a batch are written. What waits longer is kept: a message for a full
 * queue is dropped, and a sender may fill only a part of a queue, so that a flood of one pushes out
 * nobody else's. Its sender is not told, for that would tell of somebody else's device. A plain
 * computation, used by one thread.
 */
final class Queues {
    static final int MAX_OF_DEVICE = 50_000;
    static final int MAX_OF_SENDER = 10_000;
    static final long MAX_BYTES_OF_DEVICE = DataSize.ofMegabytes(64).toBytes();
    static final long MAX_BYTES_OF_SENDER = DataSize.ofMegabytes(16).toBytes();

    /** What a request may come to when {@code *} stands for many devices. */
    static final long MAX_BYTES_OF_REQUEST = DataSize.ofMegabytes(8).toBytes();

    private static final int BYTES_OF_ROW = 1_000;

    private final List<SendRequest> batch;
    private final Map<DeviceRef, Tally> queues = new HashMap<>();
    private final Map<Part, Tally> parts = new HashMap<>();
    private long dropped;

    Queues(List<SendRequest> batch) {
        this.batch = batch;
    }

    /** A sender's part of a device's queue. */
    private record Part(DeviceRef device, UserId sender) {}

    /** A message to be written, and how the queue stands then. */
    record Row(Recipient recipient, SendRequest request, Tally queue, Tally ofSender) {
        String content() {
            return request.messages().get(recipient.message()).content().toString();
        }
    }

    /** The requests that would come to too much. */
    Set<Integer> tooLarge(List<Recipient> recipients) {
        Map<Integer, Long> bytes = new HashMap<>();
        recipients.forEach(
                recipient ->
                        bytes.merge(
                                recipient.request(),
                                (long) BYTES_OF_ROW + length(recipient),
                                Long::sum));
        Set<Integer> tooLarge = new TreeSet<>();
        bytes.forEach(
                (request, sum) -> {
                    if (sum > MAX_BYTES_OF_REQUEST) {
                        tooLarge.add(request);
                    }
                });
        return tooLarge;
    }

    /** What is written of these, in order. */
    List<Row> admit(List<Recipient> recipients) {
        List<Row> rows = new ArrayList<>();
        recipients.forEach(recipient -> admit(recipient).ifPresent(rows::add));
        return rows;
    }

    /** How many were not. */
    long dropped() {
        return dropped;
    }

    private Optional<Row> admit(Recipient recipient) {
        SendRequest request = batch.get(recipient.request());
        Part part = new Part(recipient.device(), request.transaction().sender());
        int length = length(recipient);
        Tally queue = queues.getOrDefault(part.device(), recipient.queue()).with(length);
        Tally ofSender = parts.getOrDefault(part, recipient.ofSender()).with(length);
        if (!queue.isWithin(MAX_OF_DEVICE, MAX_BYTES_OF_DEVICE)
                || !ofSender.isWithin(MAX_OF_SENDER, MAX_BYTES_OF_SENDER)) {
            dropped++;
            return Optional.empty();
        }
        queues.put(part.device(), queue);
        parts.put(part, ofSender);
        return Optional.of(new Row(recipient, request, queue, ofSender));
    }

    private int length(Recipient recipient) {
        SendRequest request = batch.get(recipient.request());
        return request.messages().get(recipient.message()).content().bytes().length;
    }
}
