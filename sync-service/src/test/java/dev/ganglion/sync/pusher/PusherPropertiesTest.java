package dev.ganglion.sync.pusher;

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

import java.net.URI;
import java.util.List;
import java.util.Map;

class PusherPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of())).isEqualTo(new PusherProperties(100, true, List.of()));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.pushers.max-per-user", "3",
                                        "ganglion.pushers.email", "false",
                                        "ganglion.pushers.own-gateways",
                                                "http://ntfy:8080,https://push.lan")))
                .isEqualTo(
                        new PusherProperties(
                                3,
                                false,
                                List.of(
                                        URI.create("http://ntfy:8080"),
                                        URI.create("https://push.lan"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-per-user=0",
                "own-gateways=ntfy:8080",
                "own-gateways=http://ntfy/_matrix/push/v1/notify",
                "own-gateways=http://user@ntfy",
                "own-gateways=http:///x",
                "own-gateways=ntfy",
            })
    void aWrongValueIsRefused(String setting) {
        String[] parts = setting.split("=", 2);

        assertThatThrownBy(() -> bind(Map.of("ganglion.pushers." + parts[0], parts[1])))
                .isInstanceOf(BindException.class);
    }

    private static PusherProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.pushers",
                            Bindable.of(PusherProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
