package dev.ganglion.service.erasure;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Keeps the erased users in the memory of the service that imports this: one that may read {@code
 * rooms.erased_user}. The service is ready when it knows all of them, so that requests do not wait
 * for a long list.
 */
@Configuration(proxyBeanMethods = false)
public class ErasureConfiguration {
    private static final int PAGE_SIZE = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    ErasedUsers erasedUsers(DatabaseClient database) {
        return new ErasedUsers(database, PAGE_SIZE);
    }

    /** Whoever asks first has them loaded; a load that takes longer goes on where it was. */
    @Bean
    ReactiveHealthIndicator erasedUsersHealthIndicator(ErasedUsers users) {
        Mono<Health> loaded =
                users.latest().thenReturn(Health.up().build()).cacheInvalidateIf(_ -> false);
        return () -> loaded.timeout(PATIENCE).onErrorResume(_ -> Mono.just(Health.down().build()));
    }
}
