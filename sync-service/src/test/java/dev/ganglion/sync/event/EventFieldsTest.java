package dev.ganglion.sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class EventFieldsTest {
    private static final String EVENT =
            "{\"content\":{\"body\":\"hi\",\"m.relates_to\":{\"rel_type\":\"m.thread\"},\"x\":1},"
                    + "\"sender\":\"@a:b\",\"type\":\"t\"}";

    @Test
    void pathsLeadIntoObjects() {
        assertThat(picked("content.body", "type"))
                .isEqualTo("{\"content\":{\"body\":\"hi\"},\"type\":\"t\"}");
    }

    @Test
    void dotsOfNamesAreEscaped() {
        assertThat(picked("content.m\\.relates_to.rel_type"))
                .isEqualTo("{\"content\":{\"m.relates_to\":{\"rel_type\":\"m.thread\"}}}");
    }

    @Test
    void theWholeIsMoreThanAPartOfIt() {
        assertThat(picked("content.body", "content")).contains("m.relates_to", "\"x\":1");
        assertThat(picked("content", "content.body")).contains("m.relates_to", "\"x\":1");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        assertThat(picked("sender.name", "content.nothing", "", "..")).isEqualTo("{}");
        assertThat(picked()).isEqualTo("{}");
    }

    private static String picked(String... paths) {
        return EventFields.of(List.of(paths))
                .in(Json.parseObject(EVENT.getBytes(StandardCharsets.UTF_8)))
                .toString();
    }
}
