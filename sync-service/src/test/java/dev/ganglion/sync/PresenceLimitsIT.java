package dev.ganglion.sync;

import static dev.ganglion.sync.Presences.STATUS;
import static dev.ganglion.sync.Presences.awaitTold;
import static dev.ganglion.sync.Presences.is;
import static dev.ganglion.sync.Presences.room;
import static dev.ganglion.sync.Presences.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.RedisServer;

import io.lettuce.core.RedisClient;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What presence costs at most, and what becomes of it without Redis, without activity, and off. */
class PresenceLimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Presences replicas = Presences.shared();
    private final TestUser alice = replicas.user("alice");
    private final TestUser bob = replicas.user("bob");

    @Test
    void d07ALargeRoomSpreadsNoPresence() {
        TestUser[] crowd =
                IntStream.range(0, Presences.ROOM_MEMBERS)
                        .mapToObj(number -> replicas.user("member"))
                        .toArray(TestUser[]::new);
        room(alice, crowd);
        SyncResult before = awaitTold(alice, alice.syncs(), alice, "online");
        double silent = replicas.count("ganglion.presence.silent.rooms");

        for (TestUser member : crowd) {
            sets(member, "online");
        }
        sets(alice, "unavailable");
        SyncResult after = awaitTold(alice, before, alice, "unavailable");

        assertThat(after.presences()).containsOnly(alice.id().value());
        assertThat(replicas.count("ganglion.presence.silent.rooms")).isGreaterThan(silent);
        alice.reads(STATUS, crowd[0].id()).expectStatus().isOk();
    }

    @Test
    void d07WhoeverChangesTheirStateAgainAndAgainIsToldOfNowAndThen() {
        room(alice, bob);
        sets(bob, "online");
        SyncResult last = awaitTold(alice, alice.syncs(), bob, "online");
        long begin = System.nanoTime();

        CompletableFuture<Void> flickering =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 40; i++) {
                                sets(bob, "unavailable", "a" + i);
                                sets(bob, "online", "b" + i);
                            }
                        },
                        loop -> Thread.ofVirtual().start(loop));
        int told = 0;
        while (last.presence(bob).filter(content -> says(content, "b39")).isEmpty()) {
            last = alice.syncs("set_presence=offline&timeout=500&since=" + last.nextBatch());
            told += last.presence(bob).isPresent() ? 1 : 0;
        }
        flickering.join();

        long intervals = Duration.ofNanos(System.nanoTime() - begin).dividedBy(Presences.INTERVAL);
        // Three at once, one more each interval, and one that was begun.
        assertThat(told).isLessThanOrEqualTo((int) intervals + 4);
    }

    private static boolean says(JsonObject content, String message) {
        return content.string("status_msg").equals(Optional.of(message));
    }

    @Test
    void d03MoreThanTheFilterAllowsComesWithTheNextResponses() {
        TestUser carol = replicas.user("carol");
        TestUser dave = replicas.user("dave");
        room(alice, bob, carol, dave);
        SyncResult last = alice.syncs("set_presence=offline");
        List.of(bob, carol, dave).forEach(user -> sets(user, "online"));
        awaitTold(dave, dave.syncs("set_presence=offline"), dave, "online");

        List<SyncResult> responses = new ArrayList<>();
        Set<String> told = new TreeSet<>();
        while (told.size() < 3) {
            last =
                    alice.syncs(
                            "set_presence=offline&timeout=2000&since={since}&filter={filter}",
                            last.nextBatch(),
                            "{\"presence\":{\"limit\":1}}");
            responses.add(last);
            told.addAll(last.presences());
        }

        assertThat(told).contains(bob.id().value(), carol.id().value(), dave.id().value());
        assertThat(responses).allSatisfy(sync -> assertThat(sync.presences().size()).isLessThan(2));
    }

    @Test
    void aFilterChoosesTypesAndSenders() {
        TestUser carol = replicas.user("carol");
        room(alice, bob, carol);
        SyncResult before = alice.syncs("set_presence=offline");
        sets(bob, "online");
        sets(carol, "online");
        awaitTold(carol, before, carol, "online");
        awaitTold(alice, before, carol, "online");

        assertThat(told(before, "{\"types\":[\"m.presence\"]}"))
                .contains(bob.id().value(), carol.id().value());
        assertThat(told(before, "{\"not_types\":[\"m.p*\"]}")).isEmpty();
        assertThat(told(before, "{\"types\":[\"m.other\"]}")).isEmpty();
        assertThat(told(before, "{\"senders\":[\"%s\"]}".formatted(bob.id())))
                .containsExactly(bob.id().value());
        assertThat(told(before, "{\"not_senders\":[\"%s\"]}".formatted(bob.id())))
                .containsExactly(carol.id().value());
    }

    @Test
    void p3ATokenOfAnotherEpochIsAnsweredInTimeWithEverythingThatCounts() {
        room(alice, bob);
        sets(bob, "online");
        SyncResult told = awaitTold(alice, alice.syncs("set_presence=offline"), bob, "online");
        String foreign = told.nextBatch().replaceFirst("_[0-9]+-[0-9]+$", "_1-1");
        long begin = System.nanoTime();

        SyncResult again = alice.syncs("set_presence=offline&timeout=1500&since=" + foreign);

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1_400));
        assertThat(again.presence(bob)).isPresent();
        assertThat(again.nextBatch()).isNotEqualTo(foreign);
    }

    @Test
    void p3ATokenFromBeforePresenceIsGood() {
        room(alice, bob);
        sets(bob, "online");
        SyncResult told = awaitTold(alice, alice.syncs("set_presence=offline"), bob, "online");
        String former = told.nextBatch().replaceFirst("_[0-9]+-[0-9]+$", "");

        assertThat(alice.syncs("set_presence=offline&since=" + former).presence(bob)).isPresent();
    }

    @Test
    void whoeverDoesNothingIsIdleAndWhoSendsIsNot() {
        Presences quick = Presences.quick();
        TestUser reader = quick.user("reader");
        TestUser writer = quick.user("writer");
        String room = room(reader, writer);
        sets(writer, "online");

        SyncResult active = awaitTold(reader, reader.syncs(), writer, "online");
        SyncResult quiet =
                whileThere(
                        writer,
                        () ->
                                awaitTold(
                                        reader,
                                        active,
                                        writer,
                                        content ->
                                                content.bool("currently_active")
                                                        .filter(is -> !is)
                                                        .isPresent()));
        SyncResult idle = whileThere(writer, () -> awaitTold(reader, quiet, writer, "unavailable"));
        writer.sends(room, "Hello");
        SyncResult again = whileThere(writer, () -> awaitTold(reader, idle, writer, "online"));

        assertThat(again.presence(writer).orElseThrow().bool("currently_active")).contains(true);
    }

    /** More often than there are replicas, so that one of them begins the count twice. */
    @RepeatedTest(3)
    void p5RedisGoneAndBackEmptyLeavesEveryoneWhereTheyAre() {
        room(alice, bob);
        sets(bob, "online", "Here");
        SyncResult before = awaitTold(alice, alice.syncs("set_presence=offline"), bob, "online");
        RedisServer redis = Infrastructure.shared().redis();

        redis.stop();
        try {
            sets(bob, "unavailable", "Away");
            assertThat(alice.syncs("timeout=300&since=" + before.nextBatch()).json()).isNotNull();
            alice.reads(STATUS, bob.id()).expectStatus().isOk();
        } finally {
            redis.start();
        }

        SyncResult back = awaitTold(alice, before, bob, content -> says(content, "Away"));
        assertThat(back.presence(bob).filter(is("unavailable"))).isPresent();
        awaitTold(replicas.atSecond(alice), back, bob, "offline");
    }

    @Test
    void p5AnUpdateThatIsLostIsMadeUpFor() {
        room(alice, bob);
        sets(bob, "online");
        SyncResult before = awaitTold(alice, alice.syncs("set_presence=offline"), bob, "online");
        RedisServer redis = Infrastructure.shared().redis();

        redis.refuseMessages();
        try {
            sets(bob, "unavailable", "Lost");
        } finally {
            redis.acceptMessages();
        }

        awaitTold(alice, before, bob, content -> says(content, "Lost"));
    }

    /** Bob has no request under way: only what replicas remember can say it. */
    @Test
    void p5WhatRedisForgetsIsSaidAgain() {
        room(alice, bob);
        sets(bob, "online", "Here");
        SyncResult before = awaitTold(alice, alice.syncs("set_presence=offline"), bob, "online");
        String url = Infrastructure.shared().redis().url();

        try (RedisClient client = RedisClient.create(url);
                var connection = client.connect()) {
            connection.sync().flushall();
        }

        SyncResult again =
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        alice.syncs(
                                                "set_presence=offline&since=" + before.nextBatch()),
                                sync ->
                                        !epoch(sync).equals(epoch(before))
                                                && sync.presence(bob).isPresent());
        assertThat(again.presence(bob).filter(content -> says(content, "Here"))).isPresent();
    }

    private static String epoch(SyncResult sync) {
        return sync.nextBatch().replaceFirst("^.*_([0-9]+)-[0-9]+$", "$1");
    }

    @Test
    void switchedOffNothingIsKeptAndNothingTold() {
        TestUser carol = Suite.shared().user("carol");
        TestUser dave = Suite.shared().user("dave");
        room(carol, dave);
        SyncResult before = carol.syncs("set_presence=online");

        sets(dave, "online", "Here");

        assertThat(carol.syncs("timeout=500&since=" + before.nextBatch()).presences()).isEmpty();
        carol.reads(STATUS, dave.id())
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"presence\":\"offline\"}");
        carol.tries(HttpMethod.PUT, STATUS, "{\"presence\":\"x\"}", carol.id())
                .expectStatus()
                .isBadRequest();
    }

    private List<String> told(SyncResult before, String filter) {
        return alice.syncs(
                        "set_presence=offline&since={since}&filter={filter}",
                        before.nextBatch(),
                        "{\"presence\":%s}".formatted(filter))
                .presences();
    }

    /** While a user's client keeps asking without doing anything. */
    private static SyncResult whileThere(TestUser user, Supplier<SyncResult> work) {
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> asking =
                CompletableFuture.runAsync(
                        () -> {
                            SyncResult last = user.syncs();
                            while (!isOver.get()) {
                                last = user.syncs("timeout=500&since=" + last.nextBatch());
                            }
                        },
                        loop -> Thread.ofVirtual().start(loop));
        try {
            return work.get();
        } finally {
            isOver.set(true);
            asking.join();
        }
    }
}
