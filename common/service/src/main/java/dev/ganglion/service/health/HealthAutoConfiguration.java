package dev.ganglion.service.health;

import dev.ganglion.service.bus.Bus;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** The health of what every service stands on. */
@AutoConfiguration(
        afterName = {
            "dev.ganglion.service.bus.BusAutoConfiguration",
            "dev.ganglion.service.database.DatabaseAutoConfiguration"
        })
class HealthAutoConfiguration {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    @ConditionalOnBean(DatabaseClient.class)
    ReactiveHealthIndicator dbHealthIndicator(DatabaseClient database) {
        Mono<Health> answer = database.sql("select 1").fetch().one().map(_ -> Health.up().build());
        return () -> answer.timeout(PATIENCE).onErrorResume(_ -> Mono.just(Health.down().build()));
    }

    /** Without Redis everything works, slower. */
    @Bean
    ReactiveHealthIndicator redisHealthIndicator(Bus bus) {
        return () ->
                Mono.fromSupplier(
                        () ->
                                bus.isConnected()
                                        ? Health.up().build()
                                        : Health.status("DEGRADED").build());
    }
}
