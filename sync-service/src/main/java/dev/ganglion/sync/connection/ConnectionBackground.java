package dev.ganglion.sync.connection;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Cleans up behind connections that nobody uses any more. */
@Configuration(proxyBeanMethods = false)
class ConnectionBackground {
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Bean
    Repetition forgettingConnections(Connections connections, Lease lease) {
        return Repetition.every(
                        INTERVAL, "Forgetting unused connections", connections::forgetUnused)
                .whereHeld(lease, "unused-connections");
    }
}
