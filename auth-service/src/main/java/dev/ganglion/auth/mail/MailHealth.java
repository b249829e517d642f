package dev.ganglion.auth.mail;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Mono;

/** Without mail everything else works, so a replica that cannot send is still ready. */
@Configuration(proxyBeanMethods = false)
class MailHealth {
    @Bean
    ReactiveHealthIndicator mailHealthIndicator(Mailer mailer) {
        return () ->
                Mono.fromSupplier(
                        () ->
                                mailer.isWorking()
                                        ? Health.up().build()
                                        : Health.status("DEGRADED").build());
    }
}
