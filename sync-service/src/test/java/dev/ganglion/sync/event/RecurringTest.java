package dev.ganglion.sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class RecurringTest {
    private final Recurring<String, String> values = new Recurring<>(RecurringTest::copy);

    @Test
    void equalValuesBecomeOneObject() {
        String first = values.of(copy("@alice:example.org"));

        assertThat(first).isEqualTo("@alice:example.org");
        assertThat(values.of(copy("@alice:example.org"))).isSameAs(first);
    }

    @Test
    void valuesThatShareAPlaceStayWhatTheyAre() {
        assertThat("Aa").hasSameHashCodeAs("BB");

        assertThat(values.of("Aa")).isEqualTo("Aa");
        assertThat(values.of("BB")).isEqualTo("BB");
        assertThat(values.of("Aa")).isEqualTo("Aa");
    }

    @Test
    void itForgetsWhatOthersNeededThePlaceOf() {
        String first = values.of(copy("@alice:example.org"));
        IntStream.range(0, 100_000).mapToObj(number -> "@user" + number).forEach(values::of);

        assertThat(values.of(copy("@alice:example.org"))).isNotSameAs(first);
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }
}
