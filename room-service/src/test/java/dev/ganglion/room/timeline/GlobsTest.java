package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** How a pattern matches is the protocol's {@code GlobTest}. */
class GlobsTest {
    @Test
    void oneOfThePatternsIsEnough() {
        Globs globs = new Globs(List.of("m.room.topic", "m.room.m*e", "m.sticke?"));

        assertThat(globs.matchAny("m.room.message")).isTrue();
        assertThat(globs.matchAny("m.room.topic")).isTrue();
        assertThat(globs.matchAny("m.room.name")).isFalse();
    }

    @Test
    void aQuestionMarkStandsForItself() {
        Globs globs = new Globs(List.of("m.sticke?"));

        assertThat(globs.matchAny("m.sticke?")).isTrue();
        assertThat(globs.matchAny("m.sticker")).isFalse();
    }

    @Test
    void noPatternMatchesNothing() {
        assertThat(new Globs(List.of()).matchAny("m.room.message")).isFalse();
    }
}
