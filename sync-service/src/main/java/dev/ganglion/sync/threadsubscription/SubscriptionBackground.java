package dev.ganglion.sync.threadsubscription;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Cleans up behind rooms that are gone. */
@Configuration(proxyBeanMethods = false)
class SubscriptionBackground {
    private static final Duration INTERVAL = Duration.ofHours(6);

    @Bean
    Repetition forgettingThreadSubscriptions(ThreadSubscriptions subscriptions, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting the thread subscriptions of removed rooms",
                        subscriptions::forgetRemovedRooms)
                .whereHeld(lease, "thread-subscriptions-of-removed-rooms");
    }
}
