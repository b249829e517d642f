package dev.ganglion.protocol.json;

import static dev.ganglion.protocol.json.InvalidJsonException.Kind.MALFORMED;
import static dev.ganglion.protocol.json.InvalidJsonException.Kind.NOT_CANONICAL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "1.0",
                "1.5",
                "1e10",
                "1E0",
                "-0",
                "-0.0",
                "9007199254740992",
                "-9007199254740992",
                "9223372036854775808",
                "100000000000000000000000"
            })
    @DisplayName("R10 a number that canonical JSON cannot hold is refused as bad JSON")
    void r10_aNumberThatCanonicalJsonCannotHoldIsRefused(String number) {
        assertRefused("{\"n\":" + number + "}", NOT_CANONICAL);
        assertRefused("[" + number + "]", NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800x\"",
                "\"\\ud800\\ud800\\udc00\""
            })
    @DisplayName("R10 half a character is refused as bad JSON")
    void r10_aLoneSurrogateIsRefused(String json) {
        assertRefused(json, NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud800\":1}", "{\"a\\udc00\":1}", "{\"\\ud800x\":1}"})
    @DisplayName("R10 half a character is refused in a key too")
    void r10_aLoneSurrogateInAKeyIsRefused(String json) {
        assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> Json.parse(json));
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\u0000\"", "{\"\\u0000\":1}", "{\"a\":[\"\\u0000\"]}"})
    @DisplayName("R10 an escaped NUL is refused as bad JSON")
    void r10_anEscapedNulIsRefused(String json) {
        assertRefused(json, NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":null,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":[{\"b\":{},\"c\":1,\"b\":{}}]}"
            })
    @DisplayName("R10 a duplicate key is refused as bad JSON, however it is spelled")
    void r10_aDuplicateKeyIsRefused(String json) {
        assertRefused(json, NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "{'a':1}",
                "\"open",
                "\"tab\tin string\"",
                "01",
                "+1",
                ".5",
                "1.",
                "0x10",
                "tru",
                "nul",
                "\"\\x\"",
                "\"\\u12\"",
                "{} {}",
                "{}x",
                "/* no */ {}",
                "{} // no",
                "\0{}"
            })
    void whatIsNotJsonIsRefusedAsSuch(String text) {
        assertRefused(text, MALFORMED);
    }

    @Test
    void r10_nestingUpToTheLimitIsTakenAndOneMoreIsRefused() {
        assertThat(Json.parse(nested(Json.MAX_DEPTH))).isInstanceOf(JsonArray.class);

        assertRefused(nested(Json.MAX_DEPTH + 1), NOT_CANONICAL);
        assertRefused(nested(1_000), NOT_CANONICAL);
        assertRefused("{\"content\":" + nested(1_000) + "}", NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    @DisplayName("D01, R10 nesting of any depth is refused, without a stack overflow")
    void d01_deepNestingIsRefusedWithoutAStackOverflow(String opening) {
        assertRefused(opening.repeat(10_000), NOT_CANONICAL);
        assertRefused(opening.repeat(1_000), NOT_CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.", "1e", "1e-"})
    @DisplayName("D01 a number of any length is refused")
    void d01_aHugeNumberIsRefused(String start) {
        assertRefused("[" + start + "9".repeat(400) + "]", NOT_CANONICAL);
        assertRefused("[" + start + "9".repeat(1_000_000) + "]", NOT_CANONICAL);
    }

    @Test
    void d01_keysThatAllHaveTheSameHashAreRead() {
        StringBuilder json = new StringBuilder("{\"end\":1");
        for (int i = 0; i < 1 << 16; i++) {
            json.append(",\"");
            for (int bit = 15; bit >= 0; bit--) {
                // Both have the same String.hashCode.
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":0");
        }

        String text = json.append('}').toString();

        assertThat(Json.parseObject(text).keys()).hasSize((1 << 16) + 1);
        assertThat(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Json.parseObject(text));
    }

    @Test
    void invalidUtf8IsRefused() {
        assertRefused(quoted(0xFF), MALFORMED);
        assertRefused(quoted(0xC3), MALFORMED);
        assertRefused(quoted(0xC0, 0xAF), MALFORMED);
        assertRefused(quoted(0xED, 0xA0, 0x80), MALFORMED);
        assertRefused(quoted(0xF4, 0x90, 0x80, 0x80), MALFORMED);
    }

    @Test
    void otherEncodingsAreRefused() {
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE), MALFORMED);
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE), MALFORMED);
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16), MALFORMED);
    }

    @Test
    void anythingButAnObjectIsNotAnObject() {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> Json.parseObject("[]"))
                .matches(refusal -> refusal.kind() == NOT_CANONICAL);
    }

    @Test
    void longStringsAndKeysAreTaken() {
        String text = "é".repeat(500_000);

        JsonObject object = Json.parseObject("{\"" + text + "\":\"" + text + "\"}");

        assertThat(object.string(text)).contains(text);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] quoted(int... bytes) {
        byte[] json = new byte[bytes.length + 2];
        json[0] = '"';
        for (int i = 0; i < bytes.length; i++) {
            json[i + 1] = (byte) bytes[i];
        }
        json[json.length - 1] = '"';
        return json;
    }

    private static void assertRefused(String json, InvalidJsonException.Kind kind) {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> Json.parse(json))
                .matches(refusal -> refusal.kind() == kind, "is " + kind);
        assertRefused(json.getBytes(StandardCharsets.UTF_8), kind);
    }

    private static void assertRefused(byte[] json, InvalidJsonException.Kind kind) {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> Json.parse(json))
                .matches(refusal -> refusal.kind() == kind, "is " + kind);
    }
}
