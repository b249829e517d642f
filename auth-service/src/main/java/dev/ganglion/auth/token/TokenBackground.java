package dev.ganglion.auth.token;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** What goes on with tokens beside requests. */
@Configuration(proxyBeanMethods = false)
class TokenBackground {
    private static final Duration CLEANING_INTERVAL = Duration.ofHours(6);

    @Bean
    Repetition writingLastSeen(LastSeen lastSeen, TokenProperties properties) {
        return Repetition.every(
                        properties.lastSeenInterval(),
                        "Writing where devices were last seen",
                        lastSeen::write)
                .andAtTheEnd();
    }

    @Bean
    Repetition forgettingTokens(ExpiredTokens tokens, Lease lease) {
        return Repetition.every(CLEANING_INTERVAL, "Forgetting expired tokens", tokens::forget)
                .whereHeld(lease, "expired-tokens");
    }
}
