package dev.ganglion.room.delayedevent;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** What is done with delayed events besides sending them, which {@link DueClock} has done. */
@Configuration(proxyBeanMethods = false)
class DelayedEventBackground {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(15);

    /** On every replica: each has its own gauge of those that wait. */
    @Bean
    Repetition forgettingDelayedEvents(Housekeeping housekeeping) {
        return Repetition.every(
                BETWEEN_ROUNDS, "Forgetting old delayed events", housekeeping::round);
    }
}
