package dev.ganglion.sync.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class MembersTest {
    @Test
    void whoWasAddedIsContained() {
        Members members = Members.NOBODY.plus(List.of("@a:x", "@b:x"));

        assertThat(members.contains("@a:x")).isTrue();
        assertThat(members.contains("@c:x")).isFalse();
        assertThat(members).isEqualTo(Members.NOBODY.plus(List.of("@b:x", "@a:x", "@a:x")));
    }

    @Test
    void tooManyAreForgottenAllAtOnce() {
        List<String> many = IntStream.range(0, Members.MAX).mapToObj(n -> "@" + n + ":x").toList();
        Members full = Members.NOBODY.plus(many);

        Members next = full.plus(List.of("@new:x"));

        assertThat(full.contains("@0:x")).isTrue();
        assertThat(next.contains("@0:x")).isFalse();
        assertThat(next.contains("@new:x")).isTrue();
    }
}
