package dev.ganglion.sync.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one JSON document as UTF-8 and puts the commas. Stored JSON goes in as it is; nothing is
 * parsed. Not for several threads.
 */
public final class JsonBytes {
    private static final int USUAL_LENGTH = 1_024;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] buffer = new byte[USUAL_LENGTH];
    private int length;
    private boolean needsComma;

    public JsonBytes beginObject() {
        return open('{');
    }

    public JsonBytes endObject() {
        return close('}');
    }

    public JsonBytes beginArray() {
        return open('[');
    }

    public JsonBytes endArray() {
        return close(']');
    }

    public JsonBytes key(String key) {
        separate();
        quote(key);
        put(':');
        needsComma = false;
        return this;
    }

    public JsonBytes string(String value) {
        separate();
        quote(value);
        return written();
    }

    public JsonBytes number(long value) {
        return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    public JsonBytes bool(boolean value) {
        return raw((value ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole JSON value that is at hand as bytes. */
    public JsonBytes raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    /** The members of an object that is open, without its braces: {@code "a":1,"b":2}. */
    public JsonBytes members(byte[] members) {
        return members.length == 0 ? this : raw(members);
    }

    /** An object that is at hand as bytes, left open for more members. */
    public JsonBytes openObject(byte[] object) {
        raw(object, 0, object.length - 1);
        needsComma = object.length > 2;
        return this;
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** What was written since it was last taken; what comes next goes on from there. */
    public byte[] take() {
        byte[] taken = toBytes();
        length = 0;
        return taken;
    }

    private JsonBytes raw(byte[] json, int from, int count) {
        separate();
        ensure(count);
        System.arraycopy(json, from, buffer, length, count);
        length += count;
        return written();
    }

    private JsonBytes open(char bracket) {
        separate();
        put(bracket);
        needsComma = false;
        return this;
    }

    private JsonBytes close(char bracket) {
        put(bracket);
        return written();
    }

    private JsonBytes written() {
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            put(',');
        }
    }

    private void quote(String text) {
        put('"');
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length);
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                put('\\');
                put((char) b);
            } else if (b >= 0 && b < ' ') {
                putControl(b);
            } else {
                ensure(1);
                buffer[length++] = b;
            }
        }
        put('"');
    }

    private void putControl(byte b) {
        put('\\');
        put('u');
        put('0');
        put('0');
        put(HEX[b >> 4]);
        put(HEX[b & 0xF]);
    }

    private void put(char ascii) {
        ensure(1);
        buffer[length++] = (byte) ascii;
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
