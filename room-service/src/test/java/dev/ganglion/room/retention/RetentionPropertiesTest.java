package dev.ganglion.room.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class RetentionPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new RetentionProperties(
                                false, null, Duration.ofDays(1), null, Duration.ofHours(1)));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.retention.enabled", "true",
                                        "ganglion.retention.default-max-lifetime", "30d",
                                        "ganglion.retention.allowed-min-lifetime", "2d",
                                        "ganglion.retention.allowed-max-lifetime", "90d",
                                        "ganglion.retention.interval", "5m")))
                .isEqualTo(
                        new RetentionProperties(
                                true,
                                Duration.ofDays(30),
                                Duration.ofDays(2),
                                Duration.ofDays(90),
                                Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "default-max-lifetime, 0s, must lie between allowed-min-lifetime",
        "allowed-min-lifetime, -1d, field 'allowedMinLifetime'",
        "interval, 0s, field 'interval'",
        "allowed-max-lifetime, 1h, must not be shorter than allowed-min-lifetime",
        "default-max-lifetime, 1h, must lie between allowed-min-lifetime",
    })
    void whatCannotWorkIsRefused(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.retention." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining(why);
    }

    private static RetentionProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.retention", RetentionProperties.class, settings);
    }
}
