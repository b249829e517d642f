package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.Disposable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@GanglionTest
class BusIT {
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    @Autowired private Bus bus;
    @Autowired private WebTestClient web;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Channel> beginnings = new CopyOnWriteArrayList<>();
    private Disposable listening = () -> {};
    private Disposable watching = () -> {};

    @BeforeEach
    void listen() {
        watching = bus.reconnections().subscribe(beginnings::add);
        listening =
                bus.messages(Channel.TYPING)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .subscribe(received::add);
        await().atMost(RECOVERY).until(bus::isConnected);
    }

    @AfterEach
    void stopListening() {
        listening.dispose();
        watching.dispose();
    }

    @Test
    void aMessageReachesItsListeners() {
        awaitDelivery("hello");

        assertThat(received).contains("hello");
    }

    @Test
    void p5RedisIsLostAndComesBack() {
        var redis = Infrastructure.shared().redis();
        awaitDelivery("before");
        redis.stop();
        try {
            await().atMost(RECOVERY).until(() -> !bus.isConnected());

            long start = System.nanoTime();
            publish("lost");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(100));
            health("DEGRADED");
            beginnings.clear();
        } finally {
            redis.start();
        }

        await().atMost(RECOVERY).until(() -> beginnings.contains(Channel.TYPING));
        awaitDelivery("after");
        assertThat(received).contains("before", "after").doesNotContain("lost");
        health("UP");
    }

    @Test
    void p5WhatIsLostIsSaidWhenPublishingGoesOn() {
        List<Channel> lossy = new CopyOnWriteArrayList<>();
        awaitDelivery("before the cut");
        beginnings.clear();
        Disposable counting = bus.losses().subscribe(lossy::add);
        try {
            Infrastructure.shared().redis().cutOffPublishers();
            await().atMost(RECOVERY)
                    .until(
                            () -> {
                                publish("perhaps lost");
                                return lossy.contains(Channel.TYPING);
                            });
        } finally {
            counting.dispose();
        }

        awaitDelivery("after the cut");
        assertThat(lossy).containsOnly(Channel.TYPING);
        assertThat(beginnings).as("the listener's connection held").isEmpty();
    }

    /** The service takes requests either way. */
    private void health(String status) {
        web.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.redis.status")
                .isEqualTo(status)
                .jsonPath("$.components.db.status")
                .isEqualTo("UP");
    }

    private void awaitDelivery(String message) {
        await().atMost(RECOVERY)
                .until(
                        () -> {
                            publish(message);
                            return received.contains(message);
                        });
    }

    private void publish(String message) {
        bus.publish(Channel.TYPING, message.getBytes(StandardCharsets.UTF_8));
    }
}
