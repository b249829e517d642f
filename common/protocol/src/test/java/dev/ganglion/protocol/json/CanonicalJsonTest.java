package dev.ganglion.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/** Appendices, "Canonical JSON"; the examples are the specification's. */
class CanonicalJsonTest {
    record Example(String given, String canonical) {}

    static Stream<Example> examplesOfTheSpecification() {
        return Stream.of(
                new Example("{}", "{}"),
                new Example(
                        """
                        {
                            "one": 1,
                            "two": "Two"
                        }
                        """,
                        "{\"one\":1,\"two\":\"Two\"}"),
                new Example(
                        """
                        {
                            "b": "2",
                            "a": "1"
                        }
                        """,
                        "{\"a\":\"1\",\"b\":\"2\"}"),
                new Example("{\"b\":\"2\",\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\"}"),
                new Example(
                        """
                        {
                            "auth": {
                                "success": true,
                                "mxid": "@john.doe:example.com",
                                "profile": {
                                    "display_name": "John Doe",
                                    "three_pids": [
                                        {
                                            "medium": "email",
                                            "address": "john.doe@example.org"
                                        },
                                        {
                                            "medium": "msisdn",
                                            "address": "123456789"
                                        }
                                    ]
                                }
                            }
                        }
                        """,
                        "{\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":"
                                + "\"John Doe\",\"three_pids\":[{\"address\":\"john.doe@example.org\","
                                + "\"medium\":\"email\"},{\"address\":\"123456789\",\"medium\":"
                                + "\"msisdn\"}]},\"success\":true}}"),
                new Example("{\"a\": \"日本語\"}", "{\"a\":\"日本語\"}"),
                new Example("{\"本\": 2, \"日\": 1}", "{\"日\":1,\"本\":2}"),
                new Example("{\"a\": \"\\u65E5\"}", "{\"a\":\"日\"}"),
                new Example("{\"a\": null}", "{\"a\":null}"));
    }

    @ParameterizedTest
    @MethodSource("examplesOfTheSpecification")
    void anExampleOfTheSpecificationIsEncodedAsItSays(Example example) {
        JsonValue value = Json.parse(example.given().getBytes(StandardCharsets.UTF_8));

        assertThat(CanonicalJson.encode(value))
                .isEqualTo(example.canonical().getBytes(StandardCharsets.UTF_8));
    }

    /** As UTF-16 units the order would be the other way round. */
    @Test
    void keysAreOrderedByCodePointAlsoBeyondTheBasicPlane() {
        JsonObject object =
                JsonObject.builder().put("\uD83D\uDE00", 2).put("\uFFFD", 1).put("z", 0).build();

        assertThat(object).hasToString("{\"z\":0,\"\uFFFD\":1,\"\uD83D\uDE00\":2}");
    }

    @Test
    void aKeyComesBeforeTheKeysThatItBegins() {
        JsonObject object = JsonObject.builder().put("ab", 2).put("a", 1).put("", 0).build();

        assertThat(object).hasToString("{\"\":0,\"a\":1,\"ab\":2}");
    }

    @Test
    void onlyWhatTheGrammarEscapesIsEscaped() {
        JsonString string = new JsonString("\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é😀");

        assertThat(CanonicalJson.encodeToString(string))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028é😀\"");
    }

    @Test
    void theLargestAndSmallestIntegersKeepEveryDigit() {
        JsonObject object =
                JsonObject.of(
                        Map.of(
                                "max", new JsonNumber(9_007_199_254_740_991L),
                                "min", new JsonNumber(-9_007_199_254_740_991L)));

        assertThat(object).hasToString("{\"max\":9007199254740991,\"min\":-9007199254740991}");
    }
}
