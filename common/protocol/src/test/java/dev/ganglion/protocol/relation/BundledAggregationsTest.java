package dev.ganglion.protocol.relation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class BundledAggregationsTest {
    private static final byte[] UNSIGNED = utf8("{\"age\":5}");

    @Test
    void withoutRelationsNothingIsAdded() {
        assertThat(new BundledAggregations().addedTo(UNSIGNED)).isSameAs(UNSIGNED);
    }

    @Test
    void aReplacementIsTheWholeEvent() {
        assertThat(text(new BundledAggregations().replacement(utf8("{\"event_id\":\"$e\"}"))))
                .isEqualTo("{\"age\":5,\"m.relations\":{\"m.replace\":{\"event_id\":\"$e\"}}}");
    }

    @Test
    void allKindsStandSideBySide() {
        BundledAggregations all =
                new BundledAggregations()
                        .replacement(utf8("{\"n\":1}"))
                        .thread(utf8("{\"n\":2}"), 7, true)
                        .references(List.of("$one", "$\"two\":test.local"));

        assertThat(text(all))
                .isEqualTo(
                        "{\"age\":5,\"m.relations\":{\"m.replace\":{\"n\":1},"
                                + "\"m.thread\":{\"latest_event\":{\"n\":2},\"count\":7,"
                                + "\"current_user_participated\":true},"
                                + "\"m.reference\":{\"chunk\":[{\"event_id\":\"$one\"},"
                                + "{\"event_id\":\"$\\\"two\\\":test.local\"}]}}}");
    }

    @Test
    void theyAreAnObjectOfTheirOwnToo() {
        assertThat(new BundledAggregations().json()).isEmpty();
        assertThat(new BundledAggregations().references(List.of("$one")).json().orElseThrow())
                .asString()
                .isEqualTo("{\"m.reference\":{\"chunk\":[{\"event_id\":\"$one\"}]}}");
    }

    private static String text(BundledAggregations bundled) {
        return new String(bundled.addedTo(UNSIGNED), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
