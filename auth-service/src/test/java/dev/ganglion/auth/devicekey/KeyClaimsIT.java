package dev.ganglion.auth.devicekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.GanglionTest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;

import java.util.List;
import java.util.stream.Collectors;

/** Claims at several replicas: each has a writer of its own, and all share the database. */
@GanglionTest(properties = "ganglion.services.room.urls=http://127.0.0.1:1")
class KeyClaimsIT {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final KeyClaim OF_ALICE = claim(ALICE);

    @Autowired private KeyClaimRepository repository;
    @Autowired private DeviceLists deviceLists;
    @Autowired private DeviceKeyProperties properties;
    @Autowired private DatabaseClient database;

    @BeforeEach
    void fiftyKeysAndAFallbackKey() {
        run("delete from auth.device");
        for (UserId user : List.of(ALICE, BOB)) {
            run(
                    "insert into auth.account (user_id, created_at) values ('%s', now()) on conflict do nothing"
                            .formatted(user));
            run(
                    "insert into auth.device (user_id, device_id, created_at) values ('%s', 'D', now())"
                            .formatted(user));
            run(
                    """
                    insert into auth.one_time_key (user_id, device_id, algorithm, key_id, key)
                    select '%s', 'D', 'x', 'K' || lpad(n::text, 3, '0'), '"key"'
                    from generate_series(1, 50) n order by n
                    """
                            .formatted(user));
            run(
                    """
                    insert into auth.fallback_key (user_id, device_id, algorithm, key_id, key)
                    values ('%s', 'D', 'x', 'FALLBACK', '"key"')
                    """
                            .formatted(user));
        }
    }

    @Test
    void ofManyClaimsAtTwoReplicasEachGetsAnotherKey() {
        List<KeyClaims> replicas = List.of(replica(), replica());

        List<String> claimed =
                Flux.range(0, 64)
                        .flatMap(n -> replicas.get(n % 2).claim(List.of(OF_ALICE)), 64)
                        .flatMapIterable(keys -> keys)
                        .map(ClaimedKey::name)
                        .map(KeyName::identifier)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        var times =
                claimed.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        assertThat(times).hasSize(51).containsEntry("FALLBACK", 14L);
        times.remove("FALLBACK");
        assertThat(times.values()).as("how often each key was handed out").containsOnly(1L);
    }

    @Test
    void aBatchForOneDeviceGetsTheOldestKeysInTheirOrder() {
        KeyClaims claims = replica();

        List<ClaimedKey> keys =
                claims.claim(List.of(OF_ALICE, OF_ALICE, claim(BOB))).blockOptional().orElseThrow();

        assertThat(keys)
                .extracting(key -> key.device().userId() + " " + key.name().identifier())
                .containsExactly(ALICE + " K001", ALICE + " K002", BOB + " K001");
    }

    @Test
    void d07AStormOnOneDeviceIsFewTransactionsAndOthersGetTheirKeysAmongIt() {
        var metrics = new SimpleMeterRegistry();
        KeyClaims claims = replica(metrics);
        Flux<String> storm =
                Flux.range(0, 2_000)
                        .flatMap(_ -> claims.claim(List.of(OF_ALICE)), 2_000)
                        .map(_ -> "storm");
        Flux<String> bobs =
                claims.claim(List.of(claim(BOB)))
                        .flatMapIterable(keys -> keys)
                        .map(key -> key.name().identifier());

        List<String> got = Flux.merge(storm, bobs).collectList().blockOptional().orElseThrow();

        assertThat(got).hasSize(2_001).contains("K001");
        assertThat(metrics.get("ganglion.group.commit.duration").timer().count())
                .as("transactions for 2,001 claims")
                .isLessThan(50);
    }

    private KeyClaims replica() {
        return replica(new SimpleMeterRegistry());
    }

    private KeyClaims replica(MeterRegistry metrics) {
        return new KeyClaims(new KeyClaimWriter(repository, deviceLists), properties, metrics);
    }

    private static KeyClaim claim(UserId user) {
        return new KeyClaim(new UserDevice(user, DeviceId.parse("D")), "x");
    }

    private void run(String statement) {
        database.sql(statement).then().block();
    }
}
