package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.gateway.upstream.UpstreamSettings.Deadlines;
import dev.ganglion.gateway.upstream.UpstreamSettings.Turns;
import dev.ganglion.gateway.upstream.UpstreamSettings.Urls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class UpstreamSettingsTest {
    @Test
    void theDefaultsAreThese() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new UpstreamSettings(
                                Map.of(),
                                new Deadlines(
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(30),
                                        20_000,
                                        new Turns(
                                                512,
                                                5_000,
                                                Duration.ofSeconds(10),
                                                DataSize.ofMegabytes(64)),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(5))));
    }

    @Test
    void theKeysKeepTheirNames() {
        var settings =
                Map.ofEntries(
                        Map.entry(
                                "ganglion.services.room.urls",
                                "http://room-1:8102,http://room-2:8102"),
                        Map.entry("ganglion.upstream.connect", "1s"),
                        Map.entry("ganglion.upstream.response", "3s"),
                        Map.entry("ganglion.upstream.long-poll-grace", "0s"),
                        Map.entry("ganglion.upstream.max-connections", "7"),
                        Map.entry("ganglion.upstream.sends.at-once", "8"),
                        Map.entry("ganglion.upstream.sends.waiting", "9"),
                        Map.entry("ganglion.upstream.sends.patience", "10ms"),
                        Map.entry("ganglion.upstream.sends.memory", "11KB"),
                        Map.entry("ganglion.upstream.probe", "4s"),
                        Map.entry("ganglion.upstream.resolve", "6s"));

        assertThat(bind(settings))
                .isEqualTo(
                        new UpstreamSettings(
                                Map.of(
                                        "room",
                                        new Urls(
                                                List.of(
                                                        URI.create("http://room-1:8102"),
                                                        URI.create("http://room-2:8102")))),
                                new Deadlines(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(3),
                                        Duration.ZERO,
                                        7,
                                        new Turns(
                                                8,
                                                9,
                                                Duration.ofMillis(10),
                                                DataSize.ofKilobytes(11)),
                                        Duration.ofSeconds(4),
                                        Duration.ofSeconds(6))));
    }

    @ParameterizedTest
    @CsvSource({
        "connect, 0s, connect",
        "response, 0s, response",
        "long-poll-grace, -1s, longPollGrace",
        "max-connections, 0, maxConnections",
        "sends.at-once, 0, atOnce",
        "sends.waiting, 0, waiting",
        "sends.patience, 0s, patience",
        "probe, 0s, probe",
        "resolve, -5s, resolve",
    })
    void aWrongValueIsRefusedWithItsKey(String key, String value, String field) {
        assertThatThrownBy(() -> bind(Map.of("ganglion.upstream." + key, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("errors on ganglion.upstream")
                .hasStackTraceContaining("field '" + field + "'");
    }

    private static UpstreamSettings bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion",
                            Bindable.of(UpstreamSettings.class),
                            new ValidationBindHandler(validator));
        }
    }
}
