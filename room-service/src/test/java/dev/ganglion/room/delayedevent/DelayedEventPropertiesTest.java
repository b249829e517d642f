package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class DelayedEventPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new DelayedEventProperties(
                                Duration.ofHours(24), 100, Duration.ofDays(7), 100));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.delayed-events.max-delay", "1h",
                                        "ganglion.delayed-events.max-per-user", "2",
                                        "ganglion.delayed-events.finalised-retention", "3d",
                                        "ganglion.delayed-events.max-finalised-per-user", "4")))
                .isEqualTo(
                        new DelayedEventProperties(Duration.ofHours(1), 2, Duration.ofDays(3), 4));
    }

    @ParameterizedTest
    @CsvSource({
        "max-delay, 0s",
        "max-per-user, 0",
        "finalised-retention, 0s",
        "max-finalised-per-user, -1"
    })
    void limitsThatAreNoneAreRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.delayed-events." + key, value)))
                .isInstanceOf(BindException.class);
    }

    private static DelayedEventProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.delayed-events", DelayedEventProperties.class, settings);
    }
}
