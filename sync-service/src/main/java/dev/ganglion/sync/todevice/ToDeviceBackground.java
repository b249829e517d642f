package dev.ganglion.sync.todevice;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Cleans up behind devices that are gone, and behind requests that nobody repeats any more. */
@Configuration(proxyBeanMethods = false)
class ToDeviceBackground {
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** A client that repeats a request later than that sends it once more. */
    private static final Duration TRANSACTIONS_KEPT = Duration.ofDays(3);

    @Bean
    Repetition forgettingMessagesOfFormerDevices(QueueRepository repository, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting messages of former devices",
                        repository::deleteOfAllFormerDevices)
                .whereHeld(lease, "former-devices");
    }

    @Bean
    Repetition forgettingToDeviceTransactions(QueueRepository repository, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting transactions of messages to devices",
                        () -> repository.deleteTransactions(TRANSACTIONS_KEPT))
                .whereHeld(lease, "to-device-transactions");
    }
}
