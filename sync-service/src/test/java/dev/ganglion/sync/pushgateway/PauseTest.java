package dev.ganglion.sync.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;

class PauseTest {
    private static final double IN_THE_MIDDLE = 0.5;

    private final Pause pause = new Pause(Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "11, 2048", "12, 3600", "1000000, 3600"})
    void itDoublesUpToTheLongest(int failures, long seconds) {
        assertThat(pause.after(failures, Optional.empty(), IN_THE_MIDDLE))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 800", "1, 1000", "30, 30000", "3600, 3600000", "999999, 3600000"})
    void aGatewayMayAskForALongerOneAndIsNeverAskedBefore(long asked, long millis) {
        assertThat(pause.after(0, Optional.of(Duration.ofSeconds(asked)), 0))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void itIsAFifthLongerOrShorterByChance() {
        assertThat(pause.after(0, Optional.empty(), 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(pause.after(0, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(1_200));
        assertThat(pause.after(0, Optional.of(Duration.ofSeconds(10)), 1))
                .isEqualTo(Duration.ofSeconds(12));
    }
}
