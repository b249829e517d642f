package dev.ganglion.room.retention;

import dev.ganglion.room.purge.Passes;
import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Makes the passes, where retention is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("ganglion.retention.enabled")
class RetentionBackground {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Each minute it is looked whether the next pass is due. */
    @Bean
    Repetition retention(
            RetentionPass pass, Passes passes, RetentionProperties settings, Lease lease) {
        Duration interval = settings.interval();
        Duration look = interval.compareTo(LONGEST_WAIT) < 0 ? interval : LONGEST_WAIT;
        return Repetition.every(
                        look,
                        "Deleting what is too old",
                        () -> passes.whenDue(Passes.RETENTION, interval, pass.run()))
                .whereHeld(lease, Passes.RETENTION);
    }
}
