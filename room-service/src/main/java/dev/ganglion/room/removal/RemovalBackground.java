package dev.ganglion.room.removal;

import dev.ganglion.room.purge.Passes;
import dev.ganglion.room.purge.PurgeProperties;
import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Looks for rooms that can go, and removes them. */
@Configuration(proxyBeanMethods = false)
class RemovalBackground {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    @Bean
    Repetition removingRooms(RoomRemoval removal, PurgeProperties settings, Lease lease) {
        return Repetition.every(settings.interval(), "Removing closed rooms", removal::round)
                .whereHeld(lease, "remove-rooms");
    }

    /** Each minute it is looked whether the next round is due. */
    @Bean
    @ConditionalOnBooleanProperty(name = "ganglion.forgotten-rooms.enabled", matchIfMissing = true)
    Repetition closingForgottenRooms(
            AbandonedRooms rooms, Passes passes, ForgottenRoomProperties settings, Lease lease) {
        Duration interval = settings.interval();
        Duration look = interval.compareTo(LONGEST_WAIT) < 0 ? interval : LONGEST_WAIT;
        return Repetition.every(
                        look,
                        "Closing forgotten rooms",
                        () -> passes.whenDue(Passes.FORGOTTEN_ROOMS, interval, rooms.round()))
                .whereHeld(lease, Passes.FORGOTTEN_ROOMS);
    }
}
