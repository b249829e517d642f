package dev.ganglion.auth.deactivation;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Completes deactivations. */
@Configuration(proxyBeanMethods = false)
class DeactivationBackground {
    @Bean
    Repetition leavingRooms(
            DeactivationService deactivation, DeactivationProperties properties, Lease lease) {
        return Repetition.every(
                        properties.retryInterval(),
                        "Letting deactivated users leave their rooms",
                        deactivation::leaveRooms)
                .whereHeld(lease, "leaving-rooms");
    }
}
