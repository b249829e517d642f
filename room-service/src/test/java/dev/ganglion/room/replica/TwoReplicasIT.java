package dev.ganglion.room.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.StoredRooms;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.accounts.AccountsDouble;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A second replica of room-service on the same database, with requests going to either. */
@GanglionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReplicasIT {
    /** Printed when the race fails: with it the same steps are tried again. */
    private static final long SEED = Long.getLong("ganglion.seed", System.nanoTime());

    @Autowired private WebTestClient firstReplica;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;

    private SecondReplica second;
    private WebTestClient secondReplica;
    private RoomAudit audit;

    @DynamicPropertySource
    static void accounts(DynamicPropertyRegistry registry) {
        AccountsDouble.standsBy(registry);
    }

    @BeforeAll
    void aSecondReplica() {
        second =
                SecondReplica.start(
                        environment, "--" + AccountsDouble.SETTING + "=" + AccountsDouble.url());
        secondReplica = second.client();
        audit = RoomAudit.of(database, environment);
    }

    @AfterAll
    void noSecondReplica() {
        second.close();
    }

    @Test
    void whatOneReplicaWritesTheOtherHearsOf() {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        setTopic(room, "then");
        assertThat(topicInMemoryOfSecond(room)).contains("then");

        setTopic(room, "now");

        await().untilAsserted(() -> assertThat(topicInMemoryOfSecond(room)).contains("now"));
    }

    @Test
    void writersRacingInOneRoomOnBothReplicasMakeOneLineOfEvents() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        List<RoomCaller> writers = Stream.of("w1", "w2", "w3", "w4").flatMap(this::onBoth).toList();
        writers.forEach(writer -> writer.joins(room));

        List<String> sent =
                together(
                        writers.size(),
                        writer -> messages(writers.get(writer), room, "w" + writer, 50));

        List<EventId> events = audit.check(room);
        assertThat(events.stream().map(EventId::value)).containsAll(sent);
        assertThat(sent).hasSize(8 * 50).doesNotHaveDuplicates();
    }

    @Test
    void writersRacingAcrossRoomsLoseNothing() throws Exception {
        List<String> rooms =
                Stream.of("r1", "r2", "r3", "r4", "r5")
                        .map(name -> first("alice").createsRoom("{\"name\":\"" + name + "\"}"))
                        .toList();

        together(
                8,
                writer ->
                        rooms.stream()
                                .flatMap(
                                        room ->
                                                messages(
                                                        writer % 2 == 0
                                                                ? first("alice")
                                                                : second("alice"),
                                                        room,
                                                        "w" + writer,
                                                        10)
                                                        .stream())
                                .toList());

        rooms.forEach(room -> assertThat(audit.check(room)).hasSizeGreaterThanOrEqualTo(8 * 10));
    }

    @Test
    void manyNewRoomsLeaveTheWritersOfOthersTheirTurn() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        second("bob").joins(room);
        List<Task> writers =
                List.of(
                        i -> messages(first("alice"), room, "first", 50),
                        i -> messages(second("bob"), room, "second", 50));

        List<String> made =
                together(
                        16,
                        i ->
                                i < writers.size()
                                        ? writers.get(i).run(i)
                                        : rooms(i % 2 == 0 ? first("carol") : second("dave"), 10));

        assertThat(made).hasSize(2 * 50 + 14 * 10).doesNotHaveDuplicates();
        audit.check(room);
    }

    @Test
    void r11OneTransactionSentFiftyTimesToBothReplicasIsOneEvent() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");

        List<String> sent =
                together(
                        50,
                        i ->
                                List.of(
                                        (i % 2 == 0 ? first("alice") : second("alice"))
                                                .sends(room, "once", "the-transaction")));

        assertThat(sent.stream().distinct()).hasSize(1);
        audit.check(room);
    }

    @Test
    void delayedEventsThatAreDueAtOnceAreSentOnceEachByWhicheverReplica() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        String path = "/rooms/{room}/send/m.room.message/{txnId}?org.matrix.msc4140.delay=2000";

        together(
                4,
                writer -> {
                    RoomCaller sender = writer % 2 == 0 ? first("alice") : second("alice");
                    for (int i = 0; i < 20; i++) {
                        sender.put(path, "{\"body\":\"later\"}", room, "w" + writer + "-" + i);
                    }
                    return List.of();
                });

        await().untilAsserted(() -> assertThat(sent(room)).isEqualTo(80));
        await().untilAsserted(() -> assertThat(finalised(room)).isEqualTo(80));
        assertThat(sent(room)).isEqualTo(80);
        audit.check(room);
    }

    @Test
    void oneAnnotationSentToBothReplicasAtOnceIsOneEvent() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        String target = first("alice").sends(room, "hello", "t");
        String reaction =
                "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"%s\",\"key\":\"x\"}}"
                        .formatted(target);

        List<String> answers =
                together(
                        40,
                        i ->
                                List.of(
                                        (i % 2 == 0 ? first("alice") : second("alice"))
                                                .call(
                                                        HttpMethod.PUT,
                                                        reaction,
                                                        "/rooms/{room}/send/m.reaction/{txn}",
                                                        room,
                                                        "r" + i)
                                                .returnResult(String.class)
                                                .getStatus()
                                                .toString()));

        assertThat(answers).filteredOn(status -> status.startsWith("200")).hasSize(1);
        assertThat(answers).filteredOn(status -> status.startsWith("400")).hasSize(39);
        audit.check(room);
    }

    @Test
    void r05JoiningAndLeavingAtOnceEndsInALawfulState() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");

        together(
                100,
                i -> {
                    RoomCaller bob = i % 2 == 0 ? first("bob") : second("bob");
                    String path = i % 3 == 0 ? "/rooms/{room}/leave" : "/rooms/{room}/join";
                    bob.call(HttpMethod.POST, "{}", path, room);
                    return List.of();
                });

        audit.check(room);
        assertThat(membership(room, first("bob"))).isIn("join", "leave");
    }

    @Test
    void r05BanAndJoinAtOnceNeverLetTheBannedIn() throws Exception {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        String ban = "{\"user_id\":\"" + first("carol").id() + "\"}";

        together(
                21,
                i -> {
                    if (i == 10) {
                        second("alice").post("/rooms/{room}/ban", ban, room);
                    } else {
                        (i % 2 == 0 ? first("carol") : second("carol"))
                                .call(HttpMethod.POST, "{}", "/rooms/{room}/join", room);
                    }
                    return List.of();
                });

        audit.check(room);
        assertThat(membership(room, first("carol"))).isEqualTo("ban");
    }

    @Test
    void fiftyUsersRacingForPowerOnBothReplicasEndInOneAuthorizedState() throws Exception {
        List<RoomCaller> users = IntStream.range(0, 50).mapToObj(i -> first("ruler" + i)).toList();
        String room =
                first("alice")
                        .createsRoom(
                                """
                                {"preset": "public_chat", "power_level_content_override": {"users_default": 50,
                                 "events": {"m.room.power_levels": 50}, "invite": 0}}
                                """);
        users.forEach(user -> user.joins(room));
        Struggle struggle = new Struggle(room, users);

        together(
                users.size(),
                i -> {
                    Random chance = new Random(SEED + i);
                    for (int step = 0; step < 20; step++) {
                        String name = "ruler" + i;
                        struggle.step(chance.nextBoolean() ? first(name) : second(name), chance);
                    }
                    return List.of();
                });

        audit.check(room);
        for (int i = 0; i < users.size(); i++) {
            String name = "ruler" + i;
            boolean isInside = membership(room, first(name)).equals("join");
            assertThat(struggle.maySpeak(first(name), "a" + i))
                    .as("seed %d: what both replicas make of %s", SEED, name)
                    .isEqualTo(struggle.maySpeak(second(name), "b" + i))
                    .isEqualTo(isInside);
        }
        audit.check(room);
    }

    @Test
    void whatOneReplicaChangedTheOtherObeysAtTheNextSend() {
        String room = first("alice").createsRoom("{\"preset\":\"public_chat\"}");
        second("bob").joins(room);
        second("bob").sends(room, "hello", "t1");

        first("alice")
                .post("/rooms/{room}/kick", "{\"user_id\":\"" + second("bob").id() + "\"}", room);

        second("bob")
                .call(
                        HttpMethod.PUT,
                        "{\"msgtype\":\"m.text\",\"body\":\"again\"}",
                        "/rooms/{room}/send/m.room.message/t2",
                        room)
                .expectStatus()
                .isForbidden();
        audit.check(room);
    }

    private RoomCaller first(String localpart) {
        return new RoomCaller(firstReplica, tokens, localpart);
    }

    private RoomCaller second(String localpart) {
        return new RoomCaller(secondReplica, tokens, localpart);
    }

    private Stream<RoomCaller> onBoth(String localpart) {
        return Stream.of(first(localpart), second(localpart));
    }

    private static List<String> messages(RoomCaller writer, String room, String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(writer.sends(room, prefix + "-" + i, prefix + "-" + room + "-" + i));
        }
        return ids;
    }

    private static List<String> rooms(RoomCaller creator, int count) {
        return Stream.generate(() -> creator.createsRoom("{}")).limit(count).toList();
    }

    private long sent(String room) {
        return new StoredRooms(database)
                .number(
                        """
                        select count(*) as number
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        where r.room_id = :id and e.type = 'm.room.message'
                        """,
                        room);
    }

    private long finalised(String room) {
        return new StoredRooms(database)
                .number(
                        """
                        select count(distinct event_id) as number
                        from rooms.delayed_event
                        join rooms.room using (room_nid)
                        where room_id = :id and outcome = 'send'
                        """,
                        room);
    }

    private void setTopic(String room, String topic) {
        first("alice")
                .put("/rooms/{room}/state/m.room.topic", "{\"topic\":\"" + topic + "\"}", room);
    }

    private Optional<String> topicInMemoryOfSecond(String room) {
        StateKeyTuple topic = new StateKeyTuple(EventTypes.TOPIC, "");
        return second.heads()
                .find(RoomId.parse(room), Set.of(topic))
                .blockOptional()
                .flatMap(head -> head.get(topic))
                .flatMap(event -> event.content().string("topic"));
    }

    private String membership(String room, RoomCaller user) {
        return String.valueOf(
                database.sql(
                                """
                                select m.membership
                                from rooms.room_member m
                                join rooms.room r on r.room_nid = m.room_nid
                                where r.room_id = :room and m.user_id = :user
                                """)
                        .bind("room", room)
                        .bind("user", user.id().value())
                        .map(row -> String.valueOf(row.get("membership", String.class)))
                        .one()
                        .block());
    }

    /** Everything that a number of tasks gave, run at the same time. */
    private static List<String> together(int tasks, Task task)
            throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(tasks, 16))) {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                int number = i;
                running.add(threads.submit(() -> task.run(number)));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> result : running) {
                all.addAll(result.get());
            }
            return all;
        }
    }

    private interface Task {
        List<String> run(int number);
    }
}
