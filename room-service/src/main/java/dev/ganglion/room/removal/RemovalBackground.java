package dev.ganglion.room.removal;

import dev.ganglion.room.maintenance.Passes;
import dev.ganglion.room.purge.PurgeProperties;
import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for rooms that can go, and removes them. */
@Configuration(proxyBeanMethods = false)
class RemovalBackground {
    @Bean
    Repetition removingRooms(RoomRemoval removal, PurgeProperties settings, Lease lease) {
        return Repetition.every(settings.interval(), "Removing closed rooms", removal::round)
                .whereHeld(lease, "remove-rooms");
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "ganglion.forgotten-rooms.enabled", matchIfMissing = true)
    Repetition closingForgottenRooms(
            AbandonedRooms rooms, Passes passes, ForgottenRoomProperties settings) {
        return passes.repeating(
                "forgotten-rooms", settings.interval(), "Closing forgotten rooms", rooms::round);
    }
}
