package dev.ganglion.room.maintenance;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

/** Says how maintenance stands. */
@Configuration(proxyBeanMethods = false)
class MaintenanceBackground {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    @Bean
    Repetition measuringMaintenance(MaintenanceMeters meters) {
        return Repetition.every(
                BETWEEN_LOOKS, "Looking at the state of maintenance", meters::refresh);
    }
}
