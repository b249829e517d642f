package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Completes deactivations. Two replicas that do it at once do no harm. */
@Configuration(proxyBeanMethods = false)
class DeactivationBackground {
    @Bean
    Repetition leavingRooms(DeactivationService deactivation, DeactivationProperties properties) {
        return Repetition.every(
                properties.retryInterval(),
                "Letting deactivated users leave their rooms",
                deactivation::leaveRooms);
    }
}
