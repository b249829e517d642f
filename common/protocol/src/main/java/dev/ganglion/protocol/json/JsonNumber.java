package dev.ganglion.protocol.json;

/** An integer that every JSON implementation can hold exactly. */
public record JsonNumber(long value) implements JsonValue {
    /** 2^53 - 1, the largest integer of canonical JSON; the smallest is its negative. */
    public static final long MAX = (1L << 53) - 1;

    /** Refuses a number outside the range of canonical JSON. */
    public JsonNumber {
        if (value > MAX || value < -MAX) {
            throw new InvalidJsonException(
                    InvalidJsonException.Kind.NOT_CANONICAL,
                    "The number " + value + " is outside of ±(2^53 - 1)");
        }
    }
}
