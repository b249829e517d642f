package dev.ganglion.service.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;

import java.time.Duration;

/** The bus, and how any client of Redis behaves while Redis is away. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@EnableConfigurationProperties(BusProperties.class)
class BusAutoConfiguration {
    @Bean
    Bus bus(ClientResources resources, BusProperties properties, MeterRegistry meters) {
        return new Bus(new RedisLink(resources, properties.url()), properties.prefix(), meters);
    }

    /** Back within a second, however long it was away. */
    @Bean
    ClientResourcesBuilderCustomizer quickReconnection() {
        return resources ->
                resources
                        .ioThreadPoolSize(2)
                        .computationThreadPoolSize(2)
                        .reconnectDelay(Delay.constant(Duration.ofMillis(500)));
    }

    /** Whoever asks Redis while it is away hears so at once. */
    @Bean
    LettuceClientOptionsBuilderCustomizer refusalWhileAway() {
        return options ->
                options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }
}
