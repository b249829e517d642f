package dev.ganglion.room.directory;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The directory is open to whoever has no account. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {
    @Bean
    PublicEndpoints directoryEndpoints() {
        return PublicEndpoints.of(
                "GET /_matrix/client/v3/publicRooms",
                "GET /_matrix/client/v3/directory/list/room/*");
    }
}
