package dev.ganglion.auth;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a client can call before it has an access token. */
@Configuration(proxyBeanMethods = false)
class PublicEndpointsConfiguration {
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(
                "POST /_matrix/client/v3/register",
                "GET /_matrix/client/v3/register/available",
                "GET /_matrix/client/v1/register/m.login.registration_token/validity",
                "GET /_matrix/client/v3/login",
                "POST /_matrix/client/v3/login",
                "POST /_matrix/client/v3/refresh",
                "GET /_synapse/admin/v1/register",
                "POST /_synapse/admin/v1/register");
    }
}
