package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the service a resource server of internal tokens; of the gateway only its management port,
 * for its public one answers before. A service with a filter chain of its own does not get this
 * one.
 */
@AutoConfiguration(
        after = IdentityAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"
        })
@EnableWebFluxSecurity
class InternalSecurityAutoConfiguration {
    private static final List<String> HEALTH =
            List.of("/actuator/health", "/actuator/health/{group}");
    private static final String PROMETHEUS = "/actuator/prometheus";

    @Bean
    @ConditionalOnMissingBean
    SecurityWebFilterChain internalSecurity(
            ServerHttpSecurity http,
            CallAuthentication authentication,
            ObjectProvider<PublicEndpoints> publicEndpoints,
            @Value("${ganglion.metrics.open:false}") boolean isMetricsOpen) {
        List<String> open = new ArrayList<>(HEALTH);
        if (isMetricsOpen) {
            open.add(PROMETHEUS);
        }
        var authorization = new CallAuthorization(open, publicEndpoints.stream().toList());
        return withoutBrowserFeatures(http)
                .addFilterAt(filter(authentication), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(calls -> calls.anyExchange().access(authorization))
                .build();
    }

    /** A tenth of a request's cost, for spans that nobody looks at. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    CallAuthentication callAuthentication(
            TokenDecoders decoders,
            ServerProperties server,
            InternalProperties properties,
            Clock clock) {
        return new CallAuthentication(
                new InternalTokenVerifier<>(
                        decoders.ofCallersOf(server.service()),
                        token -> new ServiceCaller(String.valueOf(token.getSubject())),
                        properties.serviceTokenLifetime(),
                        clock),
                new InternalTokenVerifier<>(
                        decoders.ofUsers(),
                        TokenClaims::requester,
                        properties.userTokenLifetime(),
                        clock));
    }

    /**
     * State keys, aliases and transaction IDs hold encoded slashes, percent signs and semicolons,
     * which the default firewall refuses. Routes and rules are matched on parsed segments, where
     * none of them can change the path.
     */
    @Bean
    @ConditionalOnMissingBean
    ServerWebExchangeFirewall matrixPathFirewall() {
        return ServerWebExchangeFirewall.INSECURE_NOOP;
    }

    @Bean
    WebFluxConfigurer callerArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer arguments) {
                arguments.addCustomResolver(new CallerArguments());
            }
        };
    }

    private static AuthenticationWebFilter filter(CallAuthentication authentication) {
        AuthenticationWebFilter filter = new AuthenticationWebFilter(authentication);
        filter.setServerAuthenticationConverter(
                exchange -> PresentedTokens.of(exchange).cast(Authentication.class));
        filter.setAuthenticationFailureHandler(
                (_, _) -> Mono.error(MatrixException.unknownToken(false)));
        filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        return filter;
    }

    /** No cookies, sessions, forms or redirects: services talk to services. */
    private static ServerHttpSecurity withoutBrowserFeatures(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(
                        failures ->
                                failures.authenticationEntryPoint(
                                                (_, _) ->
                                                        Mono.error(MatrixException.missingToken()))
                                        .accessDeniedHandler((_, denied) -> Mono.error(denied)));
    }
}
