package dev.ganglion.sync.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class DigestPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new DigestProperties(
                                Duration.ofMinutes(10),
                                List.of(
                                        Duration.ofHours(1),
                                        Duration.ofHours(6),
                                        Duration.ofDays(1)),
                                Duration.ofDays(3),
                                Duration.ofHours(1),
                                Duration.ofSeconds(10),
                                4));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.digests.delay", "30m",
                                        "ganglion.digests.pauses", "2h,3h",
                                        "ganglion.digests.max-event-age", "1d",
                                        "ganglion.digests.max-retry-pause", "2h",
                                        "ganglion.digests.interval", "1s",
                                        "ganglion.digests.at-once", "9")))
                .isEqualTo(
                        new DigestProperties(
                                Duration.ofMinutes(30),
                                List.of(Duration.ofHours(2), Duration.ofHours(3)),
                                Duration.ofDays(1),
                                Duration.ofHours(2),
                                Duration.ofSeconds(1),
                                9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay=0s",
                "delay=8d",
                "pauses=1d,1h",
                "pauses=1ms",
                "max-event-age=1s",
                "max-retry-pause=2d",
                "interval=1ms",
                "at-once=0",
            })
    void aWrongValueIsRefused(String setting) {
        String[] parts = setting.split("=", 2);

        assertThatThrownBy(() -> bind(Map.of("ganglion.digests." + parts[0], parts[1])))
                .isInstanceOf(BindException.class);
    }

    private static DigestProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.digests",
                            Bindable.of(DigestProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
