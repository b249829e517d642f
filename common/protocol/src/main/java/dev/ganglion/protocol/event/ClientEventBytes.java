package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event as a client sees it, cut out of its stored bytes in one pass: content and the other
 * client fields are copied, never parsed; what only servers need is left out; {@code event_id},
 * {@code room_id} and {@code unsigned} are added.
 *
 * <p>Client-server API, "Room Event Format".
 */
public final class ClientEventBytes {
    private static final byte[] NOTHING = new byte[0];
    private static final int ADDED_BYTES = 400;
    private static final byte[] TYPE = utf8("type");
    private static final byte[] REDACTION = utf8("\"" + EventTypes.REDACTION + "\"");
    private static final byte[] EVENT_ID = utf8("{\"event_id\":");
    private static final byte[] ROOM_ID = utf8(",\"room_id\":");
    private static final byte[] UNSIGNED = utf8(",\"unsigned\":");
    private static final byte[][] SHOWN =
            Stream.of("content", "origin_server_ts", "redacts", "sender", "state_key", "type")
                    .map(ClientEventBytes::utf8)
                    .toArray(byte[][]::new);

    private ClientEventBytes() {}

    /**
     * The client event without {@code room_id} and {@code unsigned}, as a timeline holds it.
     *
     * @param pdu the stored canonical bytes
     */
    public static byte[] of(byte[] pdu, EventId eventId) {
        return splice(pdu, eventId, Optional.empty(), NOTHING);
    }

    /**
     * The client event with what is given.
     *
     * @param pdu the stored canonical bytes
     * @param roomId as it is shown
     * @param unsigned a JSON object's bytes, empty for no {@code unsigned}
     */
    public static byte[] splice(
            byte[] pdu, EventId eventId, Optional<String> roomId, byte[] unsigned) {
        ByteBuilder out = new ByteBuilder(pdu.length + unsigned.length + ADDED_BYTES);
        writeId(EVENT_ID, eventId.value(), out);
        boolean isRedaction = copyShown(pdu, out);
        if (isRedaction) {
            out.clear();
            writeId(EVENT_ID, eventId.value(), out);
            copyShown(withBothRedacts(pdu), out);
        }
        roomId.ifPresent(room -> writeId(ROOM_ID, room, out));
        if (unsigned.length > 0) {
            out.write(UNSIGNED);
            out.write(unsigned);
        }
        out.write('}');
        return out.bytes();
    }

    /** Copies the members that clients see, and says whether the event is a redaction. */
    private static boolean copyShown(byte[] pdu, ByteBuilder out) {
        boolean isRedaction = false;
        int at = 1;
        while (at < pdu.length && pdu[at] == '"') {
            int keyEnd = CanonicalScan.stringEnd(pdu, at);
            int valueEnd = CanonicalScan.valueEnd(pdu, keyEnd + 1);
            if (isShown(pdu, at, keyEnd)) {
                out.write(',');
                out.write(pdu, at, valueEnd - at);
                isRedaction |=
                        CanonicalScan.isKey(pdu, at, keyEnd, TYPE)
                                && Arrays.equals(
                                        pdu, keyEnd + 1, valueEnd, REDACTION, 0, REDACTION.length);
            }
            at = valueEnd + 1;
        }
        return isRedaction;
    }

    private static boolean isShown(byte[] pdu, int from, int to) {
        for (byte[] key : SHOWN) {
            if (CanonicalScan.isKey(pdu, from, to, key)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Version 11 moved {@code redacts}; clients of either kind find it, in content and beside it.
     * Where both stand, the older place counts: only there a version before 11 looks for it. Rare,
     * so parsed.
     */
    private static byte[] withBothRedacts(byte[] pdu) {
        JsonObject event = Json.parseObject(pdu);
        JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
        return event.string("redacts")
                .or(() -> content.string("redacts"))
                .map(JsonString::new)
                .map(
                        redacts ->
                                event.with("redacts", redacts)
                                        .with("content", content.with("redacts", redacts)))
                .map(CanonicalJson::encode)
                .orElse(pdu);
    }

    /** Only the IDs of old room versions hold characters that need escapes. */
    private static void writeId(byte[] before, String id, ByteBuilder out) {
        out.write(before);
        if (isPlain(id)) {
            out.write('"');
            out.write(id.getBytes(StandardCharsets.ISO_8859_1));
            out.write('"');
        } else {
            out.write(CanonicalJson.encode(new JsonString(id)));
        }
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
