package dev.ganglion.room.delayedevent;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who manages a delayed event need not be its sender: the delay ID is what lets them. */
@Configuration(proxyBeanMethods = false)
class DelayedEventConfiguration {
    @Bean
    PublicEndpoints delayedEventEndpoints() {
        return PublicEndpoints.of(
                "POST " + ManageController.PATH + "/*", "POST " + ManageController.PATH + "/*/*");
    }
}
