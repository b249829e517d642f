package dev.ganglion.sync.push;

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
import java.util.Map;

class PushPropertiesTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of()))
                .isEqualTo(new PushProperties(Duration.ofHours(1), 100, Duration.ofSeconds(3)));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                Map.of(
                                        "ganglion.push.max-event-age", "2m",
                                        "ganglion.push.max-waiting", "3",
                                        "ganglion.push.badge-delay", "4s")))
                .isEqualTo(new PushProperties(Duration.ofMinutes(2), 3, Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max-event-age=59s", "max-event-age=2d", "max-waiting=0", "badge-delay=-1s"})
    void aWrongValueIsRefused(String setting) {
        String[] parts = setting.split("=", 2);

        assertThatThrownBy(() -> bind(Map.of("ganglion.push." + parts[0], parts[1])))
                .isInstanceOf(BindException.class);
    }

    private static PushProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.push",
                            Bindable.of(PushProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
