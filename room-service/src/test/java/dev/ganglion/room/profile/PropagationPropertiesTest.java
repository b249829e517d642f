package dev.ganglion.room.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.room.Settings;
import dev.ganglion.room.profile.ProfileLookup.Audience;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.util.Map;

class PropagationPropertiesTest {
    private static final String SPEED = "ganglion.profile.propagation.rooms-per-second";

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(
                        Settings.bind(
                                "ganglion.profile.propagation",
                                PropagationProperties.class,
                                Map.of()))
                .isEqualTo(new PropagationProperties(100));
        assertThat(Settings.bind("ganglion.profile", ProfileLookup.Properties.class, Map.of()))
                .isEqualTo(new ProfileLookup.Properties(Audience.EVERYONE));
    }

    @Test
    void theKeysKeepTheirNames() {
        assertThat(
                        Settings.bind(
                                "ganglion.profile.propagation",
                                PropagationProperties.class,
                                Map.of(SPEED, "5")))
                .isEqualTo(new PropagationProperties(5));
        assertThat(
                        Settings.bind(
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
                                Settings.bind(
                                        "ganglion.profile.propagation",
                                        PropagationProperties.class,
                                        Map.of(SPEED, speed)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("field 'roomsPerSecond'");
    }
}
