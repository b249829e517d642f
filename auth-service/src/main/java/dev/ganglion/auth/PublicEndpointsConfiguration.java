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
                "POST /_matrix/client/v3/account/password",
                "/_matrix/client/v3/account/password/*/requestToken",
                "/_matrix/client/v3/account/3pid/*/requestToken",
                "/_matrix/client/v1/auth_metadata",
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "/_matrix/client/v3/auth/*/fallback/web",
                "/_ganglion/style.css",
                "/_ganglion/sign-in",
                "/_ganglion/register",
                "/_ganglion/oauth2/**",
                "/_ganglion/account/**",
                "/_ganglion/email/confirm",
                "/_ganglion/email/unsubscribe",
                "/_ganglion/sso/**",
                "GET /_synapse/admin/v1/register",
                "POST /_synapse/admin/v1/register");
    }
}
