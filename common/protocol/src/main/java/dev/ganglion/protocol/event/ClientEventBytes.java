package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An event as a client sees it, cut out of its stored bytes in one pass: content and the other
 * client fields are copied, never parsed; what only servers need is left out; {@code event_id},
 * {@code room_id} and {@code unsigned} are added.
 *
 * <p>Client-server API, "Room Event Format".
 */
public final class ClientEventBytes {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[][] SHOWN =
            keys("content", "origin_server_ts", "redacts", "sender", "state_key", "type");
    private static final byte[] REDACTION = ascii("\"" + EventTypes.REDACTION + "\"");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] EVENT_ID = ascii("\"event_id\":\"");
    private static final byte[] ROOM_ID = ascii(",\"room_id\":\"");
    private static final byte[] UNSIGNED = ascii(",\"unsigned\":");

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
     * @param roomId as it is shown
     * @param unsigned a JSON object's bytes, empty for no {@code unsigned}
     */
    public static byte[] splice(
            byte[] pdu, EventId eventId, Optional<String> roomId, byte[] unsigned) {
        Scan scan = new Scan(pdu);
        byte[] source = pdu;
        if (scan.isRedaction()) {
            source = withBothRedacts(pdu);
            scan = new Scan(source);
        }
        Out out = new Out(source.length + unsigned.length + EventSizeLimits.MAX_KEY_BYTES * 2);
        out.write('{');
        out.write(EVENT_ID);
        out.write(ascii(eventId.value()));
        out.write('"');
        scan.copyShown(out);
        roomId.ifPresent(
                room -> {
                    out.write(ROOM_ID);
                    out.write(escaped(room));
                    out.write('"');
                });
        if (unsigned.length > 0) {
            out.write(UNSIGNED);
            out.write(unsigned);
        }
        out.write('}');
        return out.bytes();
    }

    /** Adds {@code unsigned} to a finished client event that has none. */
    public static byte[] withUnsigned(byte[] clientEvent, byte[] unsigned) {
        if (unsigned.length == 0) {
            return clientEvent;
        }
        Out out = new Out(clientEvent.length + UNSIGNED.length + unsigned.length);
        out.write(clientEvent, 0, clientEvent.length - 1);
        out.write(UNSIGNED);
        out.write(unsigned);
        out.write('}');
        return out.bytes();
    }

    /**
     * Version 11 moved {@code redacts}; clients of either kind find it, in content and beside it.
     * Rare, so parsed.
     */
    private static byte[] withBothRedacts(byte[] pdu) {
        JsonObject event = Json.parseObject(pdu);
        JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
        return content.string("redacts")
                .or(() -> event.string("redacts"))
                .map(JsonString::new)
                .map(
                        redacts ->
                                event.with("redacts", redacts)
                                        .with("content", content.with("redacts", redacts)))
                .orElse(event)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A room ID up to version 11 may hold any character. */
    private static byte[] escaped(String text) {
        String quoted = new JsonString(text).value();
        String canonical =
                dev.ganglion.protocol.json.CanonicalJson.encodeToString(new JsonString(quoted));
        return canonical.substring(1, canonical.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[][] keys(String... names) {
        return List.of(names).stream().map(ClientEventBytes::ascii).toArray(byte[][]::new);
    }

    /**
     * Finds the members of the top-level object of canonical JSON, in which there is no white
     * space.
     */
    private static final class Scan {
        private final byte[] json;

        Scan(byte[] json) {
            this.json = json;
        }

        boolean isRedaction() {
            int at = 1;
            while (at < json.length && json[at] == '"') {
                int keyEnd = stringEnd(at);
                int valueEnd = valueEnd(keyEnd + 1);
                if (isKey(at, keyEnd, TYPE)) {
                    return Arrays.equals(
                            json, keyEnd + 1, valueEnd, REDACTION, 0, REDACTION.length);
                }
                at = valueEnd + 1;
            }
            return false;
        }

        void copyShown(Out out) {
            int at = 1;
            while (at < json.length && json[at] == '"') {
                int keyEnd = stringEnd(at);
                int valueEnd = valueEnd(keyEnd + 1);
                if (isShown(at, keyEnd)) {
                    out.write(',');
                    out.write(json, at, valueEnd - at);
                }
                at = valueEnd + 1;
            }
        }

        private boolean isShown(int from, int to) {
            for (byte[] key : SHOWN) {
                if (isKey(from, to, key)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isKey(int from, int to, byte[] key) {
            return Arrays.equals(json, from + 1, to - 1, key, 0, key.length);
        }

        /** The index after the string that starts at an opening quote. */
        private int stringEnd(int quote) {
            int at = quote + 1;
            while (json[at] != '"') {
                at += json[at] == '\\' ? 2 : 1;
            }
            return at + 1;
        }

        /** The index after the value that starts there. */
        private int valueEnd(int start) {
            int depth = 0;
            int at = start;
            while (at < json.length) {
                switch (json[at]) {
                    case '"' -> at = stringEnd(at) - 1;
                    case '{', '[' -> depth++;
                    case '}', ']' -> {
                        if (depth == 0) {
                            return at;
                        }
                        depth--;
                    }
                    case ',' -> {
                        if (depth == 0) {
                            return at;
                        }
                    }
                    default -> {
                        // Part of a number or a literal.
                    }
                }
                at++;
            }
            return at;
        }
    }

    /** A growing byte array without locks. */
    private static final class Out {
        private byte[] buffer;
        private int length;

        Out(int expected) {
            buffer = new byte[expected];
        }

        void write(char c) {
            ensure(1);
            buffer[length++] = (byte) c;
        }

        void write(byte[] bytes) {
            write(bytes, 0, bytes.length);
        }

        void write(byte[] bytes, int from, int count) {
            ensure(count);
            System.arraycopy(bytes, from, buffer, length, count);
            length += count;
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer, length);
        }

        private void ensure(int more) {
            if (length + more > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
            }
        }
    }
}
