package dev.ganglion.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import java.time.Duration;
import java.util.Map;

class PresencePropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new PresenceProperties(
                                true,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(1),
                                500,
                                5_000,
                                50_000));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.presence.enabled", "false",
                                        "ganglion.presence.active-for", "2s",
                                        "ganglion.presence.idle-after", "3s",
                                        "ganglion.presence.offline-after", "4s",
                                        "ganglion.presence.interval", "5s",
                                        "ganglion.presence.window", "6s",
                                        "ganglion.presence.room-members", "7",
                                        "ganglion.presence.readers", "8",
                                        "ganglion.presence.users", "9")))
                .isEqualTo(
                        new PresenceProperties(
                                false,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                7,
                                8,
                                9));
    }

    @ParameterizedTest
    @CsvSource({
        "active-for, 0s, activeFor",
        "idle-after, 25h, idleAfter",
        "offline-after, 999ms, offlineAfter",
        "interval, 99ms, interval",
        "window, 49ms, window",
        "window, 61s, window",
        "room-members, 1, roomMembers",
        "readers, 1000001, readers",
        "users, 0, users",
    })
    void aWrongValueIsRefused(String key, String value, String field) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.presence." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field '" + field + "'");
    }

    private static PresenceProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.presence",
                            Bindable.of(PresenceProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
