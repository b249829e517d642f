package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.lease.Lease;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

@GanglionTest
class LeaseIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Autowired private Lease lease;
    @Autowired private DatabaseClient database;

    @Test
    void workRunsWhileTheLeaseIsHeld() {
        AtomicInteger running = new AtomicInteger();

        var held = lease.whileHeld("work", counted(running));
        await().atMost(SOON).untilAsserted(() -> assertThat(running).hasValue(1));
        held.dispose();

        await().atMost(SOON).untilAsserted(() -> assertThat(running).hasValue(0));
        await().atMost(SOON).until(() -> count("work") == 0);
    }

    @Test
    void anotherReplicasLeaseIsRespectedUntilItEnds() {
        take("shared", "another", "1 hour");
        AtomicInteger running = new AtomicInteger();

        var held = lease.whileHeld("shared", counted(running));
        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(running).hasValue(0));
        take("shared", "another", "-1 second");

        await().atMost(SOON).untilAsserted(() -> assertThat(running).hasValue(1));
        held.dispose();
    }

    @Test
    void workEndsWhenTheLeaseIsLost() {
        AtomicInteger running = new AtomicInteger();
        var held = lease.whileHeld("lost", counted(running));
        await().atMost(SOON).untilAsserted(() -> assertThat(running).hasValue(1));

        take("lost", "another", "1 hour");

        await().atMost(SOON).untilAsserted(() -> assertThat(running).hasValue(0));
        held.dispose();
    }

    @Test
    void workThatFailsIsRepeated() {
        AtomicInteger attempts = new AtomicInteger();
        Mono<Void> failing =
                Mono.defer(
                        () ->
                                attempts.incrementAndGet() < 2
                                        ? Mono.error(new IllegalStateException("once"))
                                        : Mono.never());

        var held = lease.whileHeld("failing", failing);

        await().atMost(SOON).untilAsserted(() -> assertThat(attempts).hasValue(2));
        held.dispose();
    }

    private static Flux<Object> counted(AtomicInteger running) {
        return Flux.never()
                .doOnSubscribe(_ -> running.incrementAndGet())
                .doOnCancel(running::decrementAndGet);
    }

    private void take(String name, String holder, String lifetime) {
        database.sql(
                        """
                        insert into lease (name, holder, expires_at)
                        values (:name, :holder, now() + cast(:lifetime as interval))
                        on conflict (name) do update
                        set holder = excluded.holder, expires_at = excluded.expires_at
                        """)
                .bind("name", name)
                .bind("holder", holder)
                .bind("lifetime", lifetime)
                .then()
                .block(SOON);
    }

    private long count(String name) {
        Long count =
                database.sql("select count(*) as leases from lease where name = :name")
                        .bind("name", name)
                        .map(row -> Objects.requireNonNull(row.get("leases", Long.class)))
                        .one()
                        .block(SOON);
        return count == null ? -1 : count;
    }
}
