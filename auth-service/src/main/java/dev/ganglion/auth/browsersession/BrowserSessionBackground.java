package dev.ganglion.auth.browsersession;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Forgets sessions that are over. */
@Configuration(proxyBeanMethods = false)
class BrowserSessionBackground {
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Bean
    Repetition forgettingBrowserSessions(BrowserSessionRepository sessions, Lease lease) {
        return Repetition.every(INTERVAL, "Forgetting browser sessions", sessions::deleteExpired)
                .whereHeld(lease, "expired-browser-sessions");
    }
}
