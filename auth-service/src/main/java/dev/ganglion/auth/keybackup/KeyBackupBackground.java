package dev.ganglion.auth.keybackup;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What goes on with backups beside requests. */
@Configuration(proxyBeanMethods = false)
class KeyBackupBackground {
    @Bean
    Repetition deletingDiscardedKeys(
            DiscardedKeys discarded, KeyBackupProperties properties, Lease lease) {
        return Repetition.every(
                        properties.discardInterval(),
                        "Deleting the keys of deleted backups",
                        discarded::delete)
                .whereHeld(lease, "discarded-room-keys");
    }
}
