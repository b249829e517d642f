package dev.ganglion.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class JsonObjectTest {
    private final JsonObject object =
            Json.parseObject(
                    "{\"s\":\"x\",\"i\":7,\"b\":true,\"o\":{\"k\":1},\"a\":[\"y\",2],\"n\":null}");

    @Test
    void aReaderFindsTheValueOfItsType() {
        assertThat(object.string("s")).contains("x");
        assertThat(object.integer("i")).contains(7L);
        assertThat(object.bool("b")).contains(true);
        assertThat(object.object("o")).contains(Json.parseObject("{\"k\":1}"));
        assertThat(object.array("a").orElseThrow().strings()).containsExactly("y");
        assertThat(object.get("n")).contains(JsonNull.NULL);
    }

    @Test
    void aReaderFindsNothingOfAnotherType() {
        assertThat(object.string("i")).isEmpty();
        assertThat(object.integer("s")).isEmpty();
        assertThat(object.bool("n")).isEmpty();
        assertThat(object.object("a")).isEmpty();
        assertThat(object.array("o")).isEmpty();
        assertThat(object.string("absent")).isEmpty();
    }

    @Test
    void aChangedObjectLeavesTheFirstAsItWas() {
        JsonObject changed =
                object.with("s", new JsonString("z")).with("new", JsonNull.NULL).without("i", "b");

        assertThat(changed.keys()).containsExactlyInAnyOrder("s", "o", "a", "n", "new");
        assertThat(changed.string("s")).contains("z");
        assertThat(object.string("s")).contains("x");
        assertThat(object.keeping(List.of("s", "absent"))).isEqualTo(JsonObject.of("s", "x"));
    }

    @Test
    void nobodyCanChangeItFromOutside() {
        Map<String, JsonValue> members = new HashMap<>(Map.of("a", JsonNull.NULL));
        JsonObject made = JsonObject.of(members);
        members.clear();

        assertThat(made.keys()).containsExactly("a");
        assertThat(made.entries()).isUnmodifiable();
        assertThat(Json.parseObject("{\"a\":1}").entries()).isUnmodifiable();
    }

    @Test
    void aBuilderUsedOnceMoreLeavesWhatItBuilt() {
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        JsonObject first = builder.build();
        builder.put("a", 2).putIfPresent("b", Optional.of("x")).putIfPresent("c", Optional.empty());

        assertThat(first).hasToString("{\"a\":1}");
        assertThat(builder.build()).hasToString("{\"a\":2,\"b\":\"x\"}");
    }

    @Test
    void aNumberBeyondTheRangeCannotBeMade() {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> new JsonNumber(JsonNumber.MAX + 1));
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> new JsonNumber(-JsonNumber.MAX - 1));
    }
}
