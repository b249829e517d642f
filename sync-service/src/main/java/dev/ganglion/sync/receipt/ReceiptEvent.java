package dev.ganglion.sync.receipt;

import dev.ganglion.sync.json.JsonBytes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Receipts of one room as the event {@code m.receipt}: by event, by type, by user. */
public final class ReceiptEvent {
    public static final String TYPE = "m.receipt";

    private ReceiptEvent() {}

    /**
     * The object holds one receipt a user and event, so receipts of several threads make several
     * events.
     */
    public static void write(JsonBytes out, List<Receipt> receipts) {
        Map<String, List<Receipt>> byThread = new LinkedHashMap<>();
        receipts.forEach(
                receipt ->
                        byThread.computeIfAbsent(
                                        receipt.key().threadId(), thread -> new ArrayList<>())
                                .add(receipt));
        byThread.values().forEach(ofThread -> writeEvent(out, ofThread));
    }

    /** As one event: where a user has several for an event, the one that reads the most. */
    public static void writeAsOne(JsonBytes out, List<Receipt> receipts) {
        Map<List<String>, Receipt> single = new LinkedHashMap<>();
        for (Receipt receipt : receipts) {
            single.merge(
                    List.of(receipt.eventId(), receipt.key().type(), receipt.userId().value()),
                    receipt,
                    (first, second) -> first.key().threadId().isEmpty() ? first : second);
        }
        writeEvent(out, List.copyOf(single.values()));
    }

    private static void writeEvent(JsonBytes out, List<Receipt> receipts) {
        Map<String, Map<String, List<Receipt>>> tree = new LinkedHashMap<>();
        receipts.forEach(
                receipt ->
                        tree.computeIfAbsent(receipt.eventId(), event -> new LinkedHashMap<>())
                                .computeIfAbsent(receipt.key().type(), type -> new ArrayList<>())
                                .add(receipt));
        out.beginObject().key("type").string(TYPE).key("content").beginObject();
        tree.forEach(
                (event, byType) -> {
                    out.key(event).beginObject();
                    byType.forEach(
                            (type, ofType) -> {
                                out.key(type).beginObject();
                                ofType.forEach(receipt -> writeReceipt(out, receipt));
                                out.endObject();
                            });
                    out.endObject();
                });
        out.endObject().endObject();
    }

    private static void writeReceipt(JsonBytes out, Receipt receipt) {
        out.key(receipt.userId().value()).beginObject().key("ts").number(receipt.timestamp());
        if (!receipt.key().threadId().isEmpty()) {
            out.key("thread_id").string(receipt.key().threadId());
        }
        out.endObject();
    }
}
