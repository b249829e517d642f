package dev.ganglion.sync.threadsubscription;

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

import java.util.Map;

class ThreadSubscriptionPropertiesTest {
    private static final String MAX = "ganglion.thread-subscriptions.max-per-user";

    @Test
    void theDefaultIsTheDocumentedOne() {
        assertThat(bind(Map.of())).isEqualTo(new ThreadSubscriptionProperties(10_000));
    }

    @Test
    void theKeyKeepsItsName() {
        assertThat(bind(Map.of(MAX, "3"))).isEqualTo(new ThreadSubscriptionProperties(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000001", "many"})
    void aWrongValueIsRefused(String value) {
        assertThatThrownBy(() -> bind(Map.of(MAX, value))).isInstanceOf(BindException.class);
    }

    private static ThreadSubscriptionProperties bind(Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(
                            "ganglion.thread-subscriptions",
                            Bindable.of(ThreadSubscriptionProperties.class),
                            new ValidationBindHandler(validator));
        }
    }
}
