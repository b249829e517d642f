package dev.ganglion.auth.identityprovider;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Mono;

import java.util.List;

/** A provider that is away keeps nobody from what needs no sign-on: the server is ready still. */
@Configuration(proxyBeanMethods = false)
class ProviderHealth {
    @Bean
    ReactiveHealthIndicator ssoHealthIndicator(Providers providers, Connections connections) {
        return () -> Mono.fromSupplier(() -> health(providers.all(), connections));
    }

    private static Health health(List<Provider> providers, Connections connections) {
        boolean isWell = providers.stream().allMatch(p -> connections.failure(p).isEmpty());
        Health.Builder health = isWell ? Health.up() : Health.status("DEGRADED");
        for (Provider provider : providers) {
            String waiting = connections.isKnown(provider) ? "discovered" : "not needed yet";
            health.withDetail(provider.id(), connections.failure(provider).orElse(waiting));
        }
        return health.build();
    }
}
