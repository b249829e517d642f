package dev.ganglion.service.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON object as its bytes, checked and otherwise left alone: for what is kept and given back as
 * it came and is never signed, such as account data, which may hold floats. As a request body it is
 * always one object of valid UTF-8, without NUL, not too deep; as a response it is written as it
 * is.
 */
public final class RawJson {
    private final byte[] utf8;

    RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Bytes that are known to be JSON, such as those read back from the database; not copied. */
    public static RawJson ofTrusted(byte[] utf8) {
        return new RawJson(utf8);
    }

    /** The bytes themselves: do not change them. */
    public byte[] bytes() {
        return utf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson json && Arrays.equals(utf8, json.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
