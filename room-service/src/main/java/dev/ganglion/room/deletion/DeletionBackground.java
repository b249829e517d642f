package dev.ganglion.room.deletion;

import dev.ganglion.room.purge.PurgeProperties;
import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Does what administrators have asked for. */
@Configuration(proxyBeanMethods = false)
class DeletionBackground {
    @Bean
    Repetition deletingRooms(DeletionRun run, PurgeProperties settings, Lease lease) {
        return Repetition.every(settings.interval(), "Deleting rooms", run::round)
                .whereHeld(lease, "delete-rooms");
    }
}
