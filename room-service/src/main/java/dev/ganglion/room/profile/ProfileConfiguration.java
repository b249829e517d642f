package dev.ganglion.room.profile;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Profiles are open to whoever has no account. */
@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {
    @Bean
    PublicEndpoints profileEndpoints() {
        return PublicEndpoints.of("GET /_matrix/client/v3/profile/**");
    }
}
