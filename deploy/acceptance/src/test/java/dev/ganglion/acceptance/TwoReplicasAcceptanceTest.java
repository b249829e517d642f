package dev.ganglion.acceptance;

import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.util.stream.Collectors.toMap;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SlowClients;
import dev.ganglion.testing.client.SyncAnswer;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two replicas of every service, each in a process of its own, behind one gateway; the second
 * gateway for comparison.
 */
@ExtendWith(Stage.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoReplicasAcceptanceTest {
    private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final List<String> SERVICES =
            List.of("auth", "room", "sync", "media", "moderation");
    private static final JsonObject HELLO = JsonObject.of("body", "Hello, once");
    private static final Executor THREADS = work -> Thread.ofVirtual().start(work);
    private static final List<String> SECRETS = new CopyOnWriteArrayList<>();

    private static Clients clients;
    private static Cluster cluster;
    private static Crowd crowd;

    @BeforeAll
    static void startCluster(Clients everybody) {
        clients = everybody;
        cluster = Cluster.of(2);
        crowd = Crowd.gather(TwoReplicasAcceptanceTest::register);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    @Order(1)
    void twoPeopleTalkThroughMatrixJsSdk() {
        assertThat(JsConversation.against(cluster.gateway())).contains("1..12");
    }

    @Test
    @Order(1)
    void peopleVerifyEncryptAndReadWhatTheyMayThroughMatrixJsSdk() {
        assertThat(JsConversation.encryptedAgainst(cluster.gateway())).contains("1..10");
    }

    @Test
    @Order(1)
    void theWholeConversationIsHadOverSlidingSyncToo() {
        assertThat(JsConversation.slidingConversationAgainst(cluster.gateway())).contains("1..12");
    }

    @Test
    @Order(1)
    void twoPeopleTalkOverSlidingSyncThroughTwoReplicasOfEverything() {
        assertThat(JsConversation.slidingAgainst(cluster.gateway())).contains("1..9");
    }

    @Test
    @Order(1)
    void twoPeopleTalkAndEachSeesWhatTheOtherDid() {
        new Conversation(register("alice"), register("bob")).takePlace();
    }

    @ParameterizedTest
    @Order(2)
    @MethodSource("everyPort")
    void a14ADirectCallWithoutAnInternalTokenIsRefused(URI port) throws Exception {
        HttpRequest call = HttpRequest.newBuilder(port.resolve("/_matrix/client/v3/sync")).build();

        var answer = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("M_MISSING_TOKEN");
    }

    @Test
    @Order(3)
    void a03ATokenIsDeadOnEveryGatewayWithinASecondOfItsLogout() {
        MatrixSession alice = register("alice");
        MatrixSession elsewhere = throughBothGateways(alice).getLast();
        alice.get(WHOAMI);
        elsewhere.get(WHOAMI);

        alice.logout();

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            assertThatThrownBy(() -> alice.get(WHOAMI))
                                    .hasMessageContaining("M_UNKNOWN_TOKEN");
                            assertThatThrownBy(() -> elsewhere.get(WHOAMI))
                                    .hasMessageContaining("M_UNKNOWN_TOKEN");
                        });
    }

    @Test
    @Order(3)
    void a03WhatAPasswordChangeEndsIsDeadOnEveryGatewayWithinASecondAndWaitsNoLonger() {
        String name = "alice-" + UUID.randomUUID();
        String password = secret("the password " + UUID.randomUUID());
        MatrixSession alice = clients.of(cluster.gateway()).register(name, password);
        JsonObject login =
                clients.of(cluster.gateway()).call("POST", v3("login"), login(name, password));
        String refreshToken = secret(login.string("refresh_token").orElseThrow());
        MatrixSession tablet =
                clients.of(cluster.gateway())
                        .resume(
                                alice.userId(),
                                DeviceId.parse(login.string("device_id").orElseThrow()),
                                secret(login.string("access_token").orElseThrow()));
        List<MatrixSession> doors = throughBothGateways(tablet);
        doors.forEach(door -> door.get(WHOAMI));
        String since = doors.getLast().sync().nextBatch();
        CompletableFuture<SyncAnswer> waiting =
                CompletableFuture.supplyAsync(
                        () -> doors.getLast().sync(since, Duration.ofSeconds(60)), THREADS);

        alice.call("POST", v3("account", "password"), change(password));

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(
                        () ->
                                assertThat(doors)
                                        .allSatisfy(
                                                door ->
                                                        assertThatThrownBy(() -> door.get(WHOAMI))
                                                                .hasMessageContaining(
                                                                        "M_UNKNOWN_TOKEN")));
        assertThatThrownBy(
                        () ->
                                clients.of(cluster.gateway())
                                        .call(
                                                "POST",
                                                v3("refresh"),
                                                JsonObject.of("refresh_token", refreshToken)))
                .hasMessageContaining("M_UNKNOWN_TOKEN");
        assertThat(waiting)
                .failsWithin(LONGEST_WAIT)
                .withThrowableThat()
                .withMessageContaining("M_UNKNOWN_TOKEN");
        alice.get(WHOAMI);
    }

    private static JsonObject login(String name, String password) {
        return Json.parseObject(
                """
                {"type": "m.login.password", "refresh_token": true, "password": "%s",
                 "identifier": {"type": "m.id.user", "user": "%s"}}
                """
                        .formatted(password, name));
    }

    private static JsonObject change(String password) {
        return Json.parseObject(
                """
                {"new_password": "%s", "auth": {"type": "m.login.password", "password": "%s"}}
                """
                        .formatted(secret("the password " + UUID.randomUUID()), password));
    }

    private static String secret(String text) {
        SECRETS.add(text);
        return text;
    }

    @Test
    @Order(3)
    void a18NoReplicaTellsNewcomersWhatAnErasedUserSaid() {
        String password = secret("the password " + UUID.randomUUID());
        String name = "alice-" + UUID.randomUUID().toString().substring(0, 8);
        MatrixSession alice = clients.of(cluster.gateway()).register(name, password);
        RoomId room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        EventId said = alice.send(room, "to be forgotten");
        List<MatrixSession> doors = throughBothGateways(register("carol"));
        doors.forEach(MatrixSession::sync);

        alice.call("POST", v3("account", "deactivate"), erase(password));
        doors.getFirst().join(room);

        String event = v3("rooms", room.value(), "event", said.value());
        for (int i = 0; i < 4; i++) {
            for (MatrixSession door : doors) {
                assertThat(door.get(event).toString()).doesNotContain("to be forgotten");
                assertThat(door.sync().json().toString()).doesNotContain("to be forgotten");
            }
        }
    }

    private static JsonObject erase(String password) {
        return Json.parseObject(
                """
                {"erase": true, "auth": {"type": "m.login.password", "password": "%s"}}
                """
                        .formatted(password));
    }

    @Test
    @Order(3)
    @DisplayName("R11, P2: one transaction through both gateways at once is one event")
    void r11p2OneTransactionThroughBothGatewaysAtOnceIsOneEvent() {
        List<MatrixSession> doors = throughBothGateways(register("alice"));
        RoomId room = doors.getFirst().createRoom("Tea");

        List<EventId> events =
                IntStream.range(0, 50)
                        .parallel()
                        .mapToObj(number -> doors.get(number % 2))
                        .map(door -> door.send(room, "m.room.message", "once", HELLO))
                        .toList();

        assertThat(Set.copyOf(events)).hasSize(1);
        assertThat(doors.getLast().messages(room, "f", Optional.empty(), 100).toString())
                .containsOnlyOnce("Hello, once");
    }

    @Test
    @Order(3)
    @DisplayName("D07: 200 clients on one room leave time for others")
    void d07TwoHundredClientsOnOneRoomLeaveTimeForOthers() {
        Conversation others = new Conversation(register("alice"), register("bob"));

        Crush crush = Crush.of(crowd.writers(), crowd.rooms().getFirst());
        List<Duration> waits;
        try (crush) {
            waits = others.exchangeMessages(5);
        }

        assertThat(crush.eventCount()).isEqualTo(crush.messageCount());
        assertThat(waits)
                .as("how long others waited for each of their messages")
                .hasSize(5)
                .allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST_WAIT));
    }

    @Test
    @Order(3)
    @DisplayName(
            "D04: clients that wait, read nothing or never end their question hold up no others")
    void d04ManySlowClientsHoldUpNobodyElse() {
        Conversation others = new Conversation(register("alice"), register("bob"));
        try (SlowClients slow = new SlowClients(cluster.gateway())) {
            for (MatrixSession session : crowd.readers()) {
                String headers = "Authorization: Bearer " + session.accessToken() + "\r\n";
                String since = session.sync().nextBatch();
                for (int number = 0; number < 4; number++) {
                    slow.ask(v3("sync") + "?timeout=50000&since=" + since, headers);
                    slow.ask(v3("sync") + "?full_state=true", headers);
                    slow.begin(v3("sync"));
                }
            }

            assertThat(others.exchangeMessages(5))
                    .as("how long others waited for each of their messages")
                    .hasSize(5)
                    .allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST_WAIT));
        }
    }

    @Test
    @Order(4)
    void p3EveryReaderGetsEveryEventOnceAndInOneOrder() {
        try (Talk talk = new Talk(crowd, "p3")) {
            talk.writeEverything();

            talk.assertCompleteAndInOrder();
        }
    }

    @Test
    @Order(5)
    void p1p2p5NothingIsLostOrDoubledWhenRedisAndARoomReplicaDieInTheMiddle() {
        try (Talk talk = new Talk(crowd, "p5")) {
            talk.writeEverything(
                    TwoReplicasAcceptanceTest::redisDies,
                    TwoReplicasAcceptanceTest::aRoomReplicaDies);

            talk.assertCompleteAndInOrder();
        }
    }

    @Test
    @Order(6)
    @DisplayName("P4: nobody has to ask twice while all replicas are restarted in turns")
    void p4ARestartOfAllReplicasInTurnsFailsNoRequest() {
        try (Talk talk = new Talk(crowd, "p4")) {
            talk.writeDuring(TwoReplicasAcceptanceTest::allReplicasAreRestartedInTurns);

            assertThat(talk.outages()).isEmpty();
            talk.assertCompleteAndInOrder();
        }
    }

    @Test
    @Order(6)
    @DisplayName("P5: without Redis messages arrive, and when it is back nothing is restarted")
    void p5WithoutRedisMessagesArriveAndItsReturnIsEnough() {
        MatrixSession elsewhere = throughBothGateways(register("bob")).getLast();
        Conversation conversation = new Conversation(register("alice"), elsewhere);

        List<Duration> waits = withoutRedis(() -> conversation.exchangeMessages(20));

        assertThat(waits)
                .as("how long each message took without Redis")
                .hasSize(20)
                .allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST_WAIT));
        conversation.takePlace();
    }

    private static <T> T withoutRedis(Supplier<T> work) {
        Infrastructure.shared().redis().stop();
        try {
            return work.get();
        } finally {
            Infrastructure.shared().redis().start();
        }
    }

    @Test
    @Order(6)
    @DisplayName("P3: a sync token of any replica is good at every other")
    void p3ASyncTokenOfAnyReplicaIsGoodAtEveryOther() {
        RoomId room = crowd.rooms().getFirst();
        Map<MatrixSession, String> tokens =
                crowd.readers().stream()
                        .collect(toMap(reader -> reader, reader -> reader.sync().nextBatch()));
        Cluster.Replica victim = cluster.replicas("sync").getFirst();
        victim.process().kill();
        EventId news = crowd.writers().getFirst().send(room, "news");

        tokens.forEach(
                (reader, since) -> {
                    MatrixSession elsewhere = throughBothGateways(reader).getLast();
                    assertThat(elsewhere.sync(since, LONGEST_WAIT).timeline(room))
                            .extracting(event -> event.string("event_id").orElseThrow())
                            .containsExactly(news.value());
                });
        victim.restart();
    }

    @Test
    @Order(7)
    void noTokenPasswordOrKeyIsInAnyLog() {
        String output = cluster.output();

        assertThat(SECRETS).isNotEmpty();
        assertThat(Stream.concat(SECRETS.stream(), cluster.secrets()))
                .allSatisfy(secret -> assertThat(output.contains(secret)).isFalse());
        assertThat(output).as("internal tokens").doesNotContainPattern("eyJ[\\w-]+\\.eyJ");
    }

    private static List<MatrixSession> throughBothGateways(MatrixSession session) {
        return cluster.replicas("gateway").stream()
                .map(
                        gateway ->
                                clients.of(gateway.url())
                                        .resume(
                                                session.userId(),
                                                session.deviceId(),
                                                session.accessToken()))
                .toList();
    }

    private static void redisDies() {
        Infrastructure.shared().redis().stop();
        Infrastructure.shared().redis().start();
    }

    /** First one of every service, then the other, as a rollout does. */
    private static void allReplicasAreRestartedInTurns() {
        for (int turn = 0; turn < 2; turn++) {
            int number = turn;
            List<Cluster.Replica> going =
                    SERVICES.stream()
                            .map(service -> cluster.replicas(service).get(number))
                            .toList();
            atOnce(going, replica -> replica.process().stop());
            atOnce(going, Cluster.Replica::restart);
        }
    }

    private static void atOnce(List<Cluster.Replica> all, Consumer<Cluster.Replica> deed) {
        all.stream()
                .map(replica -> CompletableFuture.runAsync(() -> deed.accept(replica), THREADS))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void aRoomReplicaDies() {
        Cluster.Replica victim = cluster.replicas("room").getFirst();
        victim.process().kill();
        victim.restart();
    }

    static Stream<URI> everyPort() {
        return SERVICES.stream()
                .flatMap(service -> cluster.replicas(service).stream())
                .map(Cluster.Replica::url);
    }

    private static MatrixSession register(String name) {
        String password = "the password " + UUID.randomUUID();
        String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        MatrixSession session = clients.of(cluster.gateway()).register(unique, password);
        SECRETS.add(session.accessToken());
        SECRETS.add(password);
        return session;
    }
}
