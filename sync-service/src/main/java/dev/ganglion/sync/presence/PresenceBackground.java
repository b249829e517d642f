package dev.ganglion.sync.presence;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Supplier;

/** What is done about presence all the time, on every replica. Nothing while it is off. */
@Configuration(proxyBeanMethods = false)
class PresenceBackground {
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

    private final PresenceProperties properties;

    PresenceBackground(PresenceProperties properties) {
        this.properties = properties;
    }

    @Bean
    Repetition sayingWhoIsThere(Exchange exchange) {
        return every(Exchange.TICK, "Saying who is online", exchange::round);
    }

    @Bean
    Repetition tellingOfPresence(Posting posting, Exchange exchange) {
        return every(
                properties.window(), "Telling of presence", () -> posting.round(exchange.epoch()));
    }

    @Bean
    Repetition forgettingPresence(Posting posting) {
        return every(
                BETWEEN_CLEANINGS,
                "Forgetting who went offline",
                () -> Mono.fromRunnable(posting::forget));
    }

    private Repetition every(Duration interval, String what, Supplier<Mono<Void>> work) {
        return Repetition.every(
                interval, what, () -> properties.enabled() ? work.get() : Mono.empty());
    }
}
