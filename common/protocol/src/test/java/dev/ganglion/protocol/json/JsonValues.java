package dev.ganglion.protocol.json;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Any JSON that the parser takes, for property tests. */
public final class JsonValues {
    private static final int FIRST_AFTER_SURROGATES = 0xE000;

    private JsonValues() {}

    /** Objects up to three deep. */
    public static Arbitrary<JsonObject> objects() {
        return objectsOf(values(2));
    }

    /** Any value up to three deep. */
    public static Arbitrary<JsonValue> values() {
        return values(3);
    }

    /** Text from every plane of Unicode, with control characters but without NUL. */
    public static Arbitrary<String> texts() {
        Arbitrary<Integer> codePoints =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(' ', '~')),
                        Tuple.of(2, Arbitraries.integers().between(1, 0x1F)),
                        Tuple.of(
                                2,
                                Arbitraries.integers().between(0x7F, Character.MIN_SURROGATE - 1)),
                        Tuple.of(2, Arbitraries.integers().between(FIRST_AFTER_SURROGATES, 0xFFFF)),
                        Tuple.of(
                                2,
                                Arbitraries.integers()
                                        .between(0x1_0000, Character.MAX_CODE_POINT)));
        return codePoints
                .list()
                .ofMaxSize(12)
                .map(
                        points ->
                                points.stream()
                                        .collect(
                                                StringBuilder::new,
                                                StringBuilder::appendCodePoint,
                                                StringBuilder::append)
                                        .toString());
    }

    private static Arbitrary<JsonValue> values(int depth) {
        Arbitrary<JsonValue> leaves =
                Arbitraries.oneOf(
                        texts().map(JsonString::new),
                        Arbitraries.longs()
                                .between(-JsonNumber.MAX, JsonNumber.MAX)
                                .map(JsonNumber::new),
                        Arbitraries.of(true, false).map(JsonBoolean::of),
                        Arbitraries.just(JsonNull.NULL));
        if (depth == 0) {
            return leaves;
        }
        return Arbitraries.oneOf(
                leaves,
                objectsOf(values(depth - 1)),
                values(depth - 1).list().ofMaxSize(5).map(JsonArray::new));
    }

    private static Arbitrary<JsonObject> objectsOf(Arbitrary<JsonValue> values) {
        return Arbitraries.maps(texts(), values).ofMaxSize(5).map(JsonObject::of);
    }
}
