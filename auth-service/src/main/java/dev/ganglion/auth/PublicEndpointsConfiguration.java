package dev.ganglion.auth;

import dev.ganglion.service.identity.PublicEndpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What a client can call before it has an access token; also what it may ask for and does not get,
 * so that the answer is {@code M_UNRECOGNIZED} and not a demand for a token.
 */
@Configuration(proxyBeanMethods = false)
class PublicEndpointsConfiguration {
    @Bean
    PublicEndpoints publicEndpoints() {
        return PublicEndpoints.of(
                "/_matrix/client/v3/register/**",
                "/_matrix/client/v1/register/**",
                "/_matrix/client/v3/login/**",
                "/_matrix/client/v3/refresh",
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/v3/auth/*/fallback/web",
                "/_ganglion/style.css",
                "/_ganglion/email/confirm",
                "/_ganglion/sso/**",
                "GET /_synapse/admin/v1/register",
                "POST /_synapse/admin/v1/register");
    }
}
