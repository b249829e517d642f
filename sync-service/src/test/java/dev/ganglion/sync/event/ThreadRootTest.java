package dev.ganglion.sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ThreadRootTest {
    private static final String ROOT = "$" + "r".repeat(43);

    @Test
    void anEventWithAThreadRelationIsInThatThread() {
        assertThat(
                        rootOf(
                                "{\"content\":{\"m.relates_to\":{\"event_id\":\""
                                        + ROOT
                                        + "\","
                                        + "\"is_falling_back\":true,\"rel_type\":\"m.thread\"}}}"))
                .contains(ROOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":{\"body\":\"hello\"}}",
                "{\"content\":{\"m.relates_to\":{\"event_id\":\"$rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\",\"rel_type\":\"m.annotation\"}}}",
                "{\"content\":{\"body\":\"\\\"rel_type\\\":\\\"m.thread\\\"\"}}",
                "{\"content\":{\"other\":{\"event_id\":\"$rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\",\"rel_type\":\"m.thread\"}}}",
                "{\"content\":{\"m.relates_to\":{\"event_id\":\"root\",\"rel_type\":\"m.thread\"}}}",
                "{\"content\":{\"m.relates_to\":{\"event_id\":5,\"rel_type\":\"m.thread\"}}}",
                "{\"content\":{\"m.relates_to\":{\"rel_type\":\"m.thread\"}}}"
            })
    void anyOtherIsInTheMainTimeline(String event) {
        assertThat(rootOf(event)).isEmpty();
    }

    private static Optional<String> rootOf(String event) {
        return ThreadRoot.of(event.getBytes(StandardCharsets.UTF_8));
    }
}
