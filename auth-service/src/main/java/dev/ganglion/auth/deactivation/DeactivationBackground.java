package dev.ganglion.auth.deactivation;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Completes deactivations. */
@Configuration(proxyBeanMethods = false)
class DeactivationBackground {
    @Bean
    Repetition completingDeactivations(
            DeactivationService deactivation, DeactivationProperties properties, Lease lease) {
        return Repetition.every(
                        properties.retryInterval(),
                        "Completing deactivations",
                        deactivation::complete)
                .whereHeld(lease, "completing-deactivations");
    }
}
