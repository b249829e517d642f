package dev.ganglion.auth.rtc;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whoever asks for a ticket shows another token than an access token. */
@Configuration(proxyBeanMethods = false)
class RtcConfiguration {
    @Bean
    PublicEndpoints livekitEndpoints() {
        return PublicEndpoints.of(
                "POST " + TicketController.PATHS + "/sfu/get",
                "POST " + TicketController.PATHS + "/get_token");
    }
}
