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

    private static final Duration TRANSACTIONS_KEPT = Duration.ofDays(3);

    @Bean
    Repetition forgettingMessagesOfFormerDevices(ToDevice toDevice, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting messages of former devices",
                        toDevice::forgetFormerDevices)
                .whereHeld(lease, "former-devices");
    }

    @Bean
    Repetition forgettingToDeviceTransactions(ToDevice toDevice, Lease lease) {
        return Repetition.every(
                        INTERVAL,
                        "Forgetting transactions of messages to devices",
                        () -> toDevice.forgetTransactions(TRANSACTIONS_KEPT))
                .whereHeld(lease, "to-device-transactions");
    }
}
