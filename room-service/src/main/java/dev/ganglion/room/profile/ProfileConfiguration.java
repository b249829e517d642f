package dev.ganglion.room.profile;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Profiles may be open to whoever has no account; what changes in them is carried into rooms. */
@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

    @Bean
    PublicEndpoints profileEndpoints() {
        return PublicEndpoints.of("GET /_matrix/client/v3/profile/**");
    }

    /**
     * What this replica changes it carries on at once, what others have left behind a bit later.
     */
    @Bean
    Repetition tellingRoomsOfProfiles(ProfilePropagation propagation, ProfileWriter writer) {
        return Repetition.every(
                        LEFT_BEHIND, "Telling rooms of changed profiles", propagation::carryOn)
                .orWhen(writer.changes());
    }
}
