package dev.ganglion.sync.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A piece of canonical JSON that is looked for in an event as it is stored, without parsing it. */
final class Mark {
    /** Events that relate to others have it, and few others. */
    static final Mark RELATION = new Mark("\"rel_type\":\"");

    private final byte[] bytes;

    Mark(String ascii) {
        this.bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    }

    boolean isIn(byte[] json) {
        for (int start = 0; start + bytes.length <= json.length; start++) {
            if (json[start] == bytes[0]
                    && Arrays.equals(json, start, start + bytes.length, bytes, 0, bytes.length)) {
                return true;
            }
        }
        return false;
    }
}
