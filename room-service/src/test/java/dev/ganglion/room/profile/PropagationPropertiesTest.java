package dev.ganglion.room.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.profile.ProfileLookup.Audience;

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

class PropagationPropertiesTest {
    private static final String SPEED = "ganglion.profile.propagation.rooms-per-second";

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind("ganglion.profile.propagation", PropagationProperties.class, Map.of()))
                .isEqualTo(new PropagationProperties(100));
        assertThat(bind("ganglion.profile", ProfileLookup.Properties.class, Map.of()))
                .isEqualTo(new ProfileLookup.Properties(Audience.EVERYONE));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        bind(
                                "ganglion.profile.propagation",
                                PropagationProperties.class,
                                Map.of(SPEED, "5")))
                .isEqualTo(new PropagationProperties(5));
        assertThat(
                        bind(
                                "ganglion.profile",
                                ProfileLookup.Properties.class,
                                Map.of("ganglion.profile.visible-to", "shared-rooms")))
                .isEqualTo(new ProfileLookup.Properties(Audience.SHARED_ROOMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10001"})
    void aSpeedThatIsNoneIsRefused(String speed) {
        assertThatThrownBy(
                        () ->
                                bind(
                                        "ganglion.profile.propagation",
                                        PropagationProperties.class,
                                        Map.of(SPEED, speed)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field 'roomsPerSecond'");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> settings) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
        }
    }
}
