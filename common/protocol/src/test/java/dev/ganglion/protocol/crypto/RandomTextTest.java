package dev.ganglion.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

class RandomTextTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void everyByteCountsAndNothingNeedsEscapingInAnAddress() {
        assertThat(RandomText.of(32, random)).matches("[A-Za-z0-9_-]{43}");
        assertThat(RandomText.of(3, random)).hasSize(4);
    }

    @Test
    void a01NoTwoOfTenThousandAreAlike() {
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            drawn.add(RandomText.of(16, random));
        }
        assertThat(drawn).hasSize(10_000);
    }
}
