package dev.ganglion.room.purge;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Does what administrators have asked for. */
@Configuration(proxyBeanMethods = false)
class PurgeBackground {
    @Bean
    Repetition purgingHistory(PurgeHistoryRun run, PurgeProperties settings, Lease lease) {
        return Repetition.every(settings.interval(), "Purging history", run::round)
                .whereHeld(lease, "purge-history");
    }
}
