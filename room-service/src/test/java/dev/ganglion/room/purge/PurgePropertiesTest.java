package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class PurgePropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(new PurgeProperties(500, Duration.ofMillis(50), Duration.ofSeconds(1)));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.purge.chunk", "7",
                                        "ganglion.purge.pause", "0s",
                                        "ganglion.purge.interval", "3s")))
                .isEqualTo(new PurgeProperties(7, Duration.ZERO, Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource({"chunk, 0", "chunk, 10001", "pause, -1s", "interval, 0s"})
    void whatCannotWorkIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.purge." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field '" + key + "'");
    }

    private static PurgeProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.purge", PurgeProperties.class, settings);
    }
}
