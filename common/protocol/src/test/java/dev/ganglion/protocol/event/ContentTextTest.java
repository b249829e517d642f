package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.json.JsonValues;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ContentTextTest {
    private static final String KEY = "membership";

    @Provide
    Arbitrary<JsonObject> anyObject() {
        return JsonValues.objects();
    }

    @Provide
    Arbitrary<JsonValue> anyText() {
        return Arbitraries.strings()
                .withChars('a', '"', '\\', '}', ',', '\n', 'é', '\u2028')
                .ofMaxLength(8)
                .map(JsonString::new);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aTextIsFoundWhateverStandsBesideIt(
            @ForAll("anyObject") JsonObject content,
            @ForAll("anyObject") JsonObject more,
            @ForAll("anyText") JsonValue text) {
        JsonObject event = more.with("content", content.with(KEY, text));

        assertThat(ContentText.of(CanonicalJson.encode(event), KEY)).isEqualTo(parsed(event));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsNoTextIsNotFound(
            @ForAll("anyObject") JsonObject content,
            @ForAll("anyObject") JsonObject more,
            @ForAll("anyObject") JsonObject other) {
        JsonObject event = more.with("content", content.with(KEY, other));

        assertThat(ContentText.of(CanonicalJson.encode(event), KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"content\":{}}",
                "{\"content\":\"membership\"}",
                "{\"content\":[\"membership\",\"join\"]}",
                "{\"content\":{\"a\":{\"membership\":\"join\"}}}",
                "{\"content\":{\"membership\":7}}",
                "{\"content\":{\"membership.x\":\"join\"}}",
                "{\"membership\":\"join\"}",
                "{\"a\":{\"content\":{\"membership\":\"join\"}},\"type\":\"m\"}",
            })
    void onlyAMemberOfTheContentCounts(String event) {
        assertThat(ContentText.of(CanonicalJson.encode(Json.parseObject(event)), KEY)).isEmpty();
    }

    private static Optional<String> parsed(JsonObject event) {
        return event.object("content").flatMap(content -> content.string(KEY));
    }
}
