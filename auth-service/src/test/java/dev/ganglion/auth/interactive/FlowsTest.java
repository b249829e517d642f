package dev.ganglion.auth.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class FlowsTest {
    private final Flows flows = new Flows(List.of(List.of("a", "b"), List.of("a", "c", "d")));

    @Test
    void stagesAreCompletedInOrder() {
        assertThat(flows.isNext("a", Set.of())).isTrue();
        assertThat(flows.isNext("b", Set.of())).isFalse();
        assertThat(flows.isNext("b", Set.of("a"))).isTrue();
        assertThat(flows.isNext("c", Set.of("a"))).isTrue();
        assertThat(flows.isNext("d", Set.of("a"))).isFalse();
    }

    @Test
    void oneCompletedFlowIsEnough() {
        assertThat(flows.isDone(Set.of("a"))).isFalse();
        assertThat(flows.isDone(Set.of("a", "c"))).isFalse();
        assertThat(flows.isDone(Set.of("a", "b"))).isTrue();
        assertThat(flows.isDone(Set.of("a", "c", "d"))).isTrue();
    }

    @Test
    void flowsAreShownAsTheSpecificationHasThem() {
        assertThat(flows.json())
                .extracting(Object::toString)
                .containsExactly("{\"stages\":[\"a\",\"b\"]}", "{\"stages\":[\"a\",\"c\",\"d\"]}");
    }
}
