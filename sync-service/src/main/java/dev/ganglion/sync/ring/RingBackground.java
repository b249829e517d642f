package dev.ganglion.sync.ring;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** What is done to memory behind the events. */
@Configuration(proxyBeanMethods = false)
class RingBackground {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @Bean
    Repetition forgettingPurgedEvents(EventStream events) {
        return Repetition.every(INTERVAL, "Forgetting what has been purged", events::forgetPurged);
    }
}
