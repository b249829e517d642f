package dev.ganglion.room.summary;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Open rooms show themselves to whoever has no account. */
@Configuration(proxyBeanMethods = false)
class SummaryConfiguration {
    @Bean
    PublicEndpoints summaryEndpoints() {
        return PublicEndpoints.of(
                "GET /_matrix/client/v1/room_summary/*",
                "GET /_matrix/client/unstable/im.nheko.summary/summary/*",
                "GET /_matrix/client/unstable/im.nheko.summary/rooms/*/summary");
    }
}
