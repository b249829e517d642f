package dev.ganglion.room.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.time.Duration;
import java.util.Map;

class ForgottenRoomPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new ForgottenRoomProperties(true, Duration.ofDays(7), Duration.ofHours(1)));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.forgotten-rooms.enabled", "false",
                                        "ganglion.forgotten-rooms.grace", "2d",
                                        "ganglion.forgotten-rooms.interval", "5m")))
                .isEqualTo(
                        new ForgottenRoomProperties(
                                false, Duration.ofDays(2), Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({"grace, 59s", "interval, 0s"})
    void whatCannotWorkIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.forgotten-rooms." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field '" + key + "'");
    }

    private static ForgottenRoomProperties bind(Map<String, String> settings) {
        return Settings.bind("ganglion.forgotten-rooms", ForgottenRoomProperties.class, settings);
    }
}
