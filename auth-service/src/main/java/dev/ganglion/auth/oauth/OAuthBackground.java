package dev.ganglion.auth.oauth;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Forgets what has expired and who is not in use. */
@Configuration(proxyBeanMethods = false)
class OAuthBackground {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Bean
    Repetition forgettingGrants(
            Codes codes, DeviceGrants deviceGrants, Clients clients, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting grants and clients of OAuth",
                        () ->
                                codes.forgetExpired()
                                        .then(deviceGrants.forgetExpired())
                                        .then(clients.forgetUnused()))
                .whereHeld(lease, "oauth-grants");
    }
}
