package dev.ganglion.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class JsonPropertiesTest {
    @Provide
    Arbitrary<JsonValue> anyValue() {
        return JsonValues.values();
    }

    @Provide
    Arbitrary<String> anyText() {
        return JsonValues.texts();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsEncodedIsReadBackAsItWas(@ForAll("anyValue") JsonValue value) {
        assertThat(Json.parse(CanonicalJson.encode(value))).isEqualTo(value);
        assertThat(Json.parse(CanonicalJson.encodeToString(value))).isEqualTo(value);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsCanonicalIsItsOwnCanonicalForm(@ForAll("anyValue") JsonValue value) {
        byte[] canonical = CanonicalJson.encode(value);

        assertThat(CanonicalJson.encode(Json.parse(canonical))).isEqualTo(canonical);
    }

    /** The order of UTF-8 bytes is that of code points. */
    @Property(tries = 1_000)
    void keysAreOrderedAsTheirUtf8(
            @ForAll("anyText") String left, @ForAll("anyText") String right) {
        int expected =
                Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8),
                        right.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(CanonicalJson.KEY_ORDER.compare(left, right)))
                .isEqualTo(Integer.signum(expected));
    }

    @Property(tries = 1_000)
    void d01_noBytesMakeTheParserFailOtherwiseThanByRefusal(@ForAll byte[] bytes) {
        assertParsedOrRefused(bytes);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void d01_noDamageMakesTheParserFailOtherwiseThanByRefusal(
            @ForAll("anyValue") JsonValue value, @ForAll int place, @ForAll byte damage) {
        byte[] bytes = CanonicalJson.encode(value);
        bytes[Math.floorMod(place, bytes.length)] = damage;

        assertParsedOrRefused(bytes);
    }

    private static void assertParsedOrRefused(byte[] bytes) {
        try {
            JsonValue value = Json.parse(bytes);
            assertThat(Json.parse(CanonicalJson.encode(value))).isEqualTo(value);
        } catch (InvalidJsonException refusal) {
            assertThat(refusal.kind()).isNotNull();
        }
    }
}
