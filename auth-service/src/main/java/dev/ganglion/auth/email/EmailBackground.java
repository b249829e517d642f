package dev.ganglion.auth.email;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Forgets proofs that nobody can use any more. */
@Configuration(proxyBeanMethods = false)
class EmailBackground {
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Bean
    Repetition forgettingValidations(ValidationRepository validations, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting proofs of email addresses",
                        validations::forgetExpired)
                .whereHeld(lease, "email-validations");
    }
}
