package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.RelatedEvents;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is bundled with an event that stays when events that relate to it are purged. */
class PurgedThreadsIT extends RelatedEvents {
    private static final String NUMBERS =
            """
            select t.root_position, t.replies, t.latest_position, '' as user_id
            from rooms.thread t
            join rooms.room r using (room_nid)
            where r.room_id = :room
            union all
            select p.root_position, p.replies, 0, p.user_id
            from rooms.thread_participant p
            join rooms.room r using (room_nid)
            where r.room_id = :room and p.replies > 0
            """;

    private static final String COUNTED =
            """
            select c.target_position as root_position, count(*) as replies, max(c.position) as latest_position,
                   '' as user_id
            from rooms.event_relation c
            join rooms.event e using (position)
            join rooms.room r using (room_nid)
            where r.room_id = :room and c.kind = 't'
            group by c.target_position
            union all
            select c.target_position, count(*), 0, e.sender
            from rooms.event_relation c
            join rooms.event e using (position)
            join rooms.room r using (room_nid)
            where r.room_id = :room and c.kind = 't'
            group by c.target_position, e.sender
            """;

    @Autowired private DatabaseClient database;
    @Autowired private EventPurge purge;

    private RoomCaller carol;
    private String root;

    @BeforeEach
    void aRootOfAlice() {
        carol = new RoomCaller(web, tokens, "carol");
        bob.joins(room);
        carol.joins(room);
        root = alice.sends(room, "root", "t1");
    }

    @AfterEach
    void everyThreadIsCountedRightly() {
        assertThat(numbers(NUMBERS)).containsExactlyInAnyOrderElementsOf(numbers(COUNTED));
    }

    @Test
    void aThreadIsShorterByWhatWasPurgedAndItsSendersTakePartNoMore() {
        replies(bob, root, "gone");
        String point = replies(carol, root, "gone too");
        String last = replies(carol, root, "stays");
        assertThat(thread(bob).integer("count")).contains(3L);
        assertThat(thread(bob).bool("current_user_participated")).contains(true);

        purgeUpTo(point, Set.of(root));

        assertThat(thread(bob).integer("count")).contains(1L);
        assertThat(latest()).contains(last);
        assertThat(thread(bob).bool("current_user_participated")).contains(false);
        assertThat(thread(carol).bool("current_user_participated")).contains(true);
        assertThat(thread(alice).bool("current_user_participated")).contains(true);
        assertThat(threads(bob, "participated")).isEmpty();
        assertThat(threads(carol, "participated")).containsExactly(root);
    }

    @Test
    void theLatestEventOfAThreadIsTheNewestThatIsLeft() {
        String first = replies(bob, root, "stays");
        String second = replies(bob, root, "gone");
        alice.sends(room, "end", "t2");

        purgeUpTo(second, Set.of(root, first));

        assertThat(thread(alice).integer("count")).contains(1L);
        assertThat(latest()).contains(first);
    }

    @Test
    void aThreadOfWhichNothingIsLeftIsNoneUntilSomebodyRepliesAgain() {
        String gone = replies(bob, root, "gone");
        alice.sends(room, "end", "t2");

        purgeUpTo(gone, Set.of(root));

        assertThat(thread(alice).isEmpty()).isTrue();
        assertThat(threads(alice, "all")).isEmpty();
        String again = replies(carol, root, "again");
        assertThat(thread(alice).integer("count")).contains(1L);
        assertThat(latest()).contains(again);
        assertThat(threads(alice, "participated")).containsExactly(root);
    }

    @Test
    void whatIsPurgedIsNeitherAReferenceNorAnEditOfWhatStays() {
        relates(bob, "m.room.message", "m.reference", root);
        String edit = edits(alice, root, "second");
        String laterEdit = edits(alice, root, "third");
        String point = relates(bob, "m.room.message", "m.reference", root);
        String reference = relates(carol, "m.room.message", "m.reference", root);
        assertThat(bundled(event(bob, root), "m.replace").string("event_id")).contains(laterEdit);

        purgeUpTo(point, Set.of(root, edit));

        assertThat(references()).containsExactly(reference);
        assertThat(bundled(event(bob, root), "m.replace").string("event_id")).contains(edit);
        alice.sends(room, "end", "t2");
        purgeUpTo(reference, Set.of(root));
        assertThat(event(bob, root).toString()).doesNotContain("m.relations");
    }

    @Test
    void aThreadGoesWithItsRoot() {
        String reply = replies(bob, root, "gone with it");
        alice.sends(room, "end", "t2");

        purgeUpTo(reply, Set.of());

        assertThat(numbers(NUMBERS)).isEmpty();
        assertThat(threads(alice, "all")).isEmpty();
    }

    @Test
    void whereOnlyEventsFromElsewhereGoLocalRootsKeepWhatIsLeft() {
        String gone = replies(bob, root, "from elsewhere");
        isFromElsewhere(gone);
        String kept = replies(carol, root, "from here");
        String point = alice.sends(room, "point", "t2");
        AdminCaller admin = new AdminCaller(web, tokens);

        String started =
                admin.ok(HttpMethod.POST, "{}", "/v1/purge_history/{room}/{event}", room, point)
                        .string("purge_id")
                        .orElseThrow();
        admin.awaitStatus("complete", "/v1/purge_history_status/{purge}", started);

        assertThat(thread(alice).integer("count")).contains(1L);
        assertThat(latest()).contains(kept);
        assertThat(thread(bob).bool("current_user_participated")).contains(false);
    }

    @Test
    void anEventThatLosesItsContentIsInNoThreadAnyMore() {
        String first = replies(bob, root, "stays");
        String last = replies(carol, root, "unspeakable");

        purge.strip(identity(), position(last)).block();

        assertThat(thread(alice).integer("count")).contains(1L);
        assertThat(latest()).contains(first);
        assertThat(event(alice, root).toString()).doesNotContain("unspeakable");
        assertThat(thread(carol).bool("current_user_participated")).contains(false);
    }

    @Test
    void whoRepliesWhileAThreadIsPurgedIsCounted() {
        IntStream.range(0, 30).forEach(i -> replies(bob, root, "gone" + i));
        String point = alice.sends(room, "point", "t2");
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(
                        () -> IntStream.range(0, 30).forEach(i -> replies(carol, root, "new" + i)));
        long upTo = position(point);
        for (long after = position(root) - 1; after < upTo; after += 5) {
            purge(after, Math.min(upTo, after + 5), Set.of(root));
        }

        sending.join();

        assertThat(thread(alice).integer("count")).contains(30L);
        assertThat(thread(bob).bool("current_user_participated")).contains(false);
    }

    private void purgeUpTo(String event, Set<String> kept) {
        purge(0, position(event), kept);
    }

    private void purge(long after, long upTo, Set<String> kept) {
        purge.purge(
                        new Stretch(identity().nid().value(), after, upTo),
                        event -> event.isState() || kept.contains(event.eventId()),
                        _ -> Mono.empty())
                .blockLast();
    }

    private JsonObject thread(RoomCaller reader) {
        return bundled(event(reader, root), "m.thread");
    }

    private Optional<String> latest() {
        return thread(alice).object("latest_event").orElse(JsonObject.EMPTY).string("event_id");
    }

    private List<String> references() {
        return chunkOf(bundled(event(bob, root), "m.reference"));
    }

    private List<String> threads(RoomCaller reader, String include) {
        return chunkOf(reader.readV1("/rooms/{room}/threads?include={include}", room, include));
    }

    private static List<String> chunkOf(JsonObject page) {
        return page.array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
    }

    private void isFromElsewhere(String event) {
        database.sql("update rooms.event set sender = '@eve:elsewhere' where event_id = :event")
                .bind("event", event)
                .then()
                .then(
                        database.sql(
                                        """
                                        update rooms.thread_participant
                                        set user_id = '@eve:elsewhere'
                                        where root_position = :root and user_id = :user
                                        """)
                                .bind("root", position(root))
                                .bind("user", bob.id().value())
                                .then())
                .block();
    }

    private Set<Map<String, Object>> numbers(String statement) {
        return Objects.requireNonNull(
                database.sql(statement)
                        .bind("room", room)
                        .fetch()
                        .all()
                        .collect(Collectors.toSet())
                        .block());
    }

    private RoomIdentity identity() {
        return Objects.requireNonNull(
                database.sql("select room_nid, room_version from rooms.room where room_id = :room")
                        .bind("room", room)
                        .map(
                                row ->
                                        new RoomIdentity(
                                                new RoomNid(
                                                        Objects.requireNonNull(
                                                                row.get("room_nid", Long.class))),
                                                RoomId.parse(room),
                                                RoomVersion.get(
                                                        Objects.requireNonNull(
                                                                row.get(
                                                                        "room_version",
                                                                        String.class)))))
                        .one()
                        .block());
    }

    private long position(String event) {
        return Objects.requireNonNull(
                database.sql("select position from rooms.event where event_id = :event")
                        .bind("event", event)
                        .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                        .one()
                        .block());
    }
}
