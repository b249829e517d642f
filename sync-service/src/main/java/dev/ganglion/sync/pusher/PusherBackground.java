package dev.ganglion.sync.pusher;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Cleans up behind devices that are gone. */
@Configuration(proxyBeanMethods = false)
class PusherBackground {
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Bean
    Repetition forgettingPushersOfFormerDevices(PusherRepository repository, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting pushers of former devices",
                        repository::removeOfFormerDevices)
                .whereHeld(lease, "former-pushers");
    }
}
