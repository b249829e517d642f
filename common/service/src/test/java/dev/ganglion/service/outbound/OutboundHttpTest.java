package dev.ganglion.service.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class OutboundHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OutboundHttp anywhere = OutboundHttp.of("anywhere", PATIENCE);
    private final OutboundHttp publicly = OutboundHttp.toPublicAddresses("publicly", PATIENCE);
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    OutboundHttpTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        anywhere.close();
        publicly.close();
    }

    @Test
    void whatTheOperatorNamesMayBeAnywhere() {
        asks(anywhere, "127.0.0.1");

        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "localhost",
                "LOCALHOST",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[fe80::1]",
                "169.254.169.254",
                "10.0.0.1",
            })
    void u01WhatUsersNameIsNeverInThisNetwork(String host) {
        Throwable failure = asks(publicly, host);

        assertThat(failure).hasStackTraceContaining("no address on the public internet");
        assertThat(requests).hasValue(0);
    }

    /** Where resolvers take these for this machine, they are refused; else they mean nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "localhost.",
                "ip6-localhost",
            })
    void u01NorByAnotherSpelling(String host) {
        assertThat(asks(publicly, host)).isNotInstanceOf(Answered.class);
        assertThat(requests).hasValue(0);
    }

    private static final class Answered extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Throwable asks(OutboundHttp http, String host) {
        return Objects.requireNonNull(
                http.client()
                        .get()
                        .uri(
                                URI.create(
                                        "http://"
                                                + host
                                                + ":"
                                                + server.getAddress().getPort()
                                                + "/"))
                        .retrieve()
                        .toBodilessEntity()
                        .<Throwable>map(_ -> new Answered())
                        .onErrorResume(failure -> Mono.just(failure))
                        .block(PATIENCE));
    }
}
