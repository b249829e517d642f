package dev.ganglion.room.alias;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where an alias leads is open to whoever has no account. */
@Configuration(proxyBeanMethods = false)
class AliasConfiguration {
    @Bean
    PublicEndpoints aliasEndpoints() {
        return PublicEndpoints.of("GET /_matrix/client/v3/directory/room/*");
    }
}
