package dev.ganglion.room.purge;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Does what administrators have asked for, and says how it stands. */
@Configuration(proxyBeanMethods = false)
class PurgeBackground {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    @Bean
    Repetition purgingHistory(PurgeHistoryRun run, PurgeProperties settings, Lease lease) {
        return Repetition.every(settings.interval(), "Purging history", run::round)
                .whereHeld(lease, "purge-history");
    }

    @Bean
    Repetition measuringMaintenance(MaintenanceMeters meters) {
        return Repetition.every(
                BETWEEN_LOOKS, "Looking at the state of maintenance", meters::refresh);
    }
}
