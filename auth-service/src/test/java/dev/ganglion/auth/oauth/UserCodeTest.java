package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

class UserCodeTest {
    private final Secrets secrets = new Secrets(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "b-c-d-f-g-h-j-k"})
    void aCodeIsReadHoweverItIsTyped(String typed) {
        assertThat(UserCode.parse(typed).orElseThrow().shown()).isEqualTo("BCDF-GHJK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BCDF-GHJ", "BCDF-GHJKL", "ABCD-EFGH", "BCDF-GHJ0"})
    void whatIsNoCodeIsNone(String typed) {
        assertThat(UserCode.parse(typed)).isEmpty();
        assertThat(UserCode.parse("B".repeat(1_000))).isEmpty();
    }

    @Test
    void a01CodesAreRandomAndTellNothingInALog() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(codes.add(secrets.code())).isTrue();
            assertThat(codes.add(secrets.deviceCode())).isTrue();
        }

        assertThat(codes).allMatch(code -> code.matches("g[ad]c_[A-Za-z0-9_-]{43}"));
        UserCode shown = secrets.userCode();
        assertThat(UserCode.parse(shown.shown())).contains(shown);
        assertThat(shown.toString()).doesNotContain(shown.letters());
    }
}
