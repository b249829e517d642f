package dev.ganglion.service.client;

import dev.ganglion.service.identity.ServiceTokens;

import io.netty.channel.ChannelOption;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

/** The clients of the other services and the connections that they share. */
@AutoConfiguration(
        afterName = {
            "dev.ganglion.service.identity.IdentityAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
        })
@EnableConfigurationProperties(ServiceAddresses.class)
class ClientAutoConfiguration {
    private static final int MAX_CONNECTIONS = 200;

    /** For each replica: all devices of a gateway that has started anew may come back at once. */
    private static final int MAX_WAITING = 20_000;

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider internalConnections(ServiceAddresses addresses) {
        return ConnectionProvider.builder("internal")
                .maxConnections(MAX_CONNECTIONS)
                .pendingAcquireMaxCount(MAX_WAITING)
                .pendingAcquireTimeout(addresses.callTimeout())
                // Shorter than the server's own idle timeout, so that no call meets a closing one.
                .maxIdleTime(Duration.ofSeconds(30))
                .build();
    }

    @Bean
    InternalClients internalClients(
            ServiceAddresses addresses,
            ServiceTokens tokens,
            ConnectionProvider internalConnections,
            JsonMapper mapper) {
        HttpClient http =
                HttpClient.create(internalConnections)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
        return new InternalClients(addresses, tokens, http, mapper);
    }
}
