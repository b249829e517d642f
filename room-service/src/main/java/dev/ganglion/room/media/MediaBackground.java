package dev.ganglion.room.media;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Looks after the media of purged events. */
@Configuration(proxyBeanMethods = false)
class MediaBackground {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Bean
    Repetition droppingMedia(MediaDropping dropping, Lease lease) {
        return Repetition.every(INTERVAL, "Dropping the media of purged events", dropping::round)
                .whereHeld(lease, "purged-media");
    }
}
