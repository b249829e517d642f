package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Appendices, "Dot-separated property paths". */
class PropertyPathTest {
    @ParameterizedTest
    @CsvSource({
        "content.body, content|body",
        "content.m\\.relates_to, content|m.relates_to",
        "content.m\\\\foo, content|m\\foo",
        "content.m\\\\.foo, content|m\\|foo",
        "content.\\x, content|\\x",
        "a\\, a\\",
        "'', ''",
        "., |",
        "a..b, a||b"
    })
    void dotsPartNamesUnlessTheyAreEscaped(String path, String names) {
        assertThat(PropertyPath.parse(path).names()).containsExactly(names.split("\\|", -1));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        JsonObject event = Json.parseObject("{\"content\":{\"a.b\":\"x\",\"n\":null,\"l\":[{}]}}");

        assertThat(PropertyPath.parse("content.a\\.b").in(event)).contains(new JsonString("x"));
        assertThat(PropertyPath.parse("content.n").in(event)).isPresent();
        assertThat(PropertyPath.parse("content.a.b").in(event)).isEmpty();
        assertThat(PropertyPath.parse("content.n.x").in(event)).isEmpty();
        assertThat(PropertyPath.parse("content.l.0").in(event)).isEmpty();
        assertThat(PropertyPath.parse("").in(event)).isEmpty();
    }
}
