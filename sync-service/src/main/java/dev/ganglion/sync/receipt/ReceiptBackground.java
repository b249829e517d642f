package dev.ganglion.sync.receipt;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Cleans up behind rooms that are gone. */
@Configuration(proxyBeanMethods = false)
class ReceiptBackground {
    private static final Duration INTERVAL = Duration.ofHours(6);

    @Bean
    Repetition forgettingReceipts(Receipts receipts, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting the receipts of removed rooms",
                        receipts::forgetRemovedRooms)
                .whereHeld(lease, "removed-rooms");
    }
}
