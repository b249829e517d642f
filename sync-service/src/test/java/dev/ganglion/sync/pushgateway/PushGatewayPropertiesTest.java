package dev.ganglion.sync.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.sync.pushgateway.PushGatewayProperties.Badge;

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
import java.util.Map;

class PushGatewayPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new PushGatewayProperties(
                                Duration.ofSeconds(10),
                                64,
                                16,
                                Duration.ofHours(1),
                                Duration.ofDays(1),
                                Badge.ROOMS));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.push-gateways.timeout", "1s",
                                        "ganglion.push-gateways.at-once", "2",
                                        "ganglion.push-gateways.per-host", "3",
                                        "ganglion.push-gateways.max-pause", "4s",
                                        "ganglion.push-gateways.give-up-after", "5m",
                                        "ganglion.push-gateways.badge", "messages")))
                .isEqualTo(
                        new PushGatewayProperties(
                                Duration.ofSeconds(1),
                                2,
                                3,
                                Duration.ofSeconds(4),
                                Duration.ofMinutes(5),
                                Badge.MESSAGES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout=0s",
                "timeout=2m",
                "at-once=0",
                "per-host=0",
                "max-pause=0s",
                "give-up-after=1s",
                "badge=people"
            })
    void aWrongValueIsRefused(String setting) {
        String[] parts = setting.split("=", 2);

        assertThatThrownBy(() -> bind(Map.of("ganglion.push-gateways." + parts[0], parts[1])))
                .isInstanceOf(BindException.class);
    }

    private static PushGatewayProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.push-gateways",
                            Bindable.of(PushGatewayProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
