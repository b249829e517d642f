package dev.ganglion.auth.appservice;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Flux;

import java.time.Duration;

/** Makes the users of application services, at the start and after a database was restored. */
@Configuration(proxyBeanMethods = false)
class ApplicationServiceBackground {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Bean
    Repetition makingSenders(SenderAccounts senders) {
        return Repetition.every(
                        INTERVAL, "Making the users of application services", senders::makeAll)
                .orWhen(Flux.just("start"));
    }
}
