package dev.ganglion.auth.openid;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.identity.PublicEndpoints;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Whoever was given a token exchanges it; expired ones are forgotten. */
@Configuration(proxyBeanMethods = false)
class OpenIdConfiguration {
    private static final Duration CLEANING_INTERVAL = Duration.ofMinutes(10);

    @Bean
    PublicEndpoints openIdEndpoints() {
        return PublicEndpoints.of("GET /_matrix/federation/v1/openid/userinfo");
    }

    @Bean
    Repetition forgettingOpenIdTokens(OpenIdTokens tokens, Lease lease) {
        return Repetition.every(
                        CLEANING_INTERVAL,
                        "Forgetting expired OpenID tokens",
                        tokens::forgetExpired)
                .whereHeld(lease, "expired-openid-tokens");
    }
}
