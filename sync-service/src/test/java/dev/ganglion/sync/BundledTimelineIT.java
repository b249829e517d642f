package dev.ganglion.sync;

import static dev.ganglion.sync.BundledEvents.bundled;
import static dev.ganglion.sync.BundledEvents.latest;
import static dev.ganglion.sync.BundledEvents.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.Reader;
import dev.ganglion.sync.relation.Bundles;
import dev.ganglion.sync.relation.Parents;
import dev.ganglion.sync.visibility.Span;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What is bundled with the events of a timeline that is limited. */
class BundledTimelineIT {
    private static final String LAST_MARK = "the end";
    private static final Reader READER =
            new Reader(UserId.parse("@reader:test.local"), Optional.empty(), 0);

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");
    private String room = "";

    @BeforeEach
    void aRoomOfThree() {
        room = alice.createsRoom(bob, carol);
        bob.joins(room);
        carol.joins(room);
    }

    @Test
    void eachAggregationIsBundledInAnInitialSync() {
        Family family = aFamily();

        family.isBundledIn(ends(carol, "", 12), room);
    }

    @Test
    void eachAggregationIsBundledAfterAGapThatMemoryHasForgotten() {
        SyncResult before = SyncIT.awaitJoin(carol, room);
        alice.sends(room, "too much");
        Family family = aFamily();
        TestUser elsewhere = carol.at(Suite.port(Suite.shared().startSync()));

        SyncResult after = ends(elsewhere, "since=" + before.nextBatch() + "&", 7);

        family.isBundledIn(after, room);
    }

    @Test
    void eachAggregationIsBundledWhereMemoryHasMoreThanTheLimit() {
        SyncResult before = SyncIT.awaitJoin(carol, room);
        alice.sends(room, "too much");
        Family family = aFamily();

        family.isBundledIn(ends(carol, "since=" + before.nextBatch() + "&", 7), room);
    }

    @Test
    void nothingIsBundledWhereTheClientGetsEveryEvent() {
        SyncResult before = SyncIT.awaitJoin(carol, room);
        Family family = aFamily();

        SyncResult after = ends(carol, "since=" + before.nextBatch() + "&", 100);

        assertThat(after.isLimited(room)).isFalse();
        assertThat(find(after, family.root()).has("unsigned")).isTrue();
        assertThat(after.json().toString()).doesNotContain("m.relations");
    }

    @Test
    void anEventThatNothingRelatesToHasNoRelations() {
        String plain = alice.sends(room, "plain");
        String liked = alice.sends(room, "liked");
        relates(bob, "m.reaction", "m.annotation", liked);

        SyncResult sync = ends(bob, "", 5);

        assertThat(find(sync, plain).has("unsigned")).isTrue();
        assertThat(find(sync, liked).has("unsigned")).isTrue();
        assertThat(sync.json().toString())
                .as("annotations are not aggregated")
                .doesNotContain("m.relations");
    }

    @Test
    void whoTakesPartInAThreadIsToldForEachReader() {
        String root = alice.sends(room, "root");
        replies(bob, root, "reply");
        alice.sends(room, LAST_MARK);

        assertThat(takesPart(alice, root)).as("who began it").contains(true);
        assertThat(takesPart(bob, root)).as("who replied").contains(true);
        assertThat(takesPart(carol, root)).as("who did not").contains(false);
    }

    @Test
    void theSenderOfWhatIsBundledSeesTheTransactionIdOnThatDeviceAlone() {
        String original = alice.sends(room, "first");
        String edit = edits(alice, original, "second");
        alice.sends(room, LAST_MARK);

        assertThat(replacementIn(ends(alice, "", 9), original, edit).has("transaction_id"))
                .isTrue();
        assertThat(
                        replacementIn(ends(alice.onDevice("TABLET"), "", 9), original, edit)
                                .has("transaction_id"))
                .isFalse();
        assertThat(replacementIn(ends(bob, "", 9), original, edit).has("age")).isTrue();
    }

    @Test
    void stateHasNothingBundledWithIt() {
        String topic = alice.sets(room, "m.room.topic", "", "{\"topic\":\"x\"}");
        replies(bob, topic, "about the topic");

        SyncResult sync = ends(bob, "", 3);

        assertThat(find(sync, topic).string("type")).contains("m.room.topic");
        assertThat(sync.json().toString()).doesNotContain("m.relations");
    }

    @Test
    void r03_whatIsRedactedIsNotBundled() {
        String root = alice.sends(room, "root");
        String kept = replies(bob, root, "kept");
        alice.redacts(room, replies(bob, root, "regretted"));
        alice.redacts(room, edits(alice, root, "regretted edit"));
        String other = alice.sends(room, "regretted original");
        edits(alice, other, "regretted later");
        alice.redacts(room, other);

        SyncResult sync = ends(bob, "", 12);

        JsonObject thread = bundled(find(sync, root), "m.thread");
        assertThat(thread.integer("count")).contains(1L);
        assertThat(TestJson.at(thread, "latest_event").string("event_id")).contains(kept);
        assertThat(bundled(find(sync, root), "m.replace").isEmpty()).isTrue();
        assertThat(bundled(find(sync, other), "m.replace").isEmpty()).isTrue();
    }

    @Test
    void r07_whatWasSentWhileAMemberWasAwayIsNotBundled() {
        alice.sets(room, "m.room.history_visibility", "", "{\"history_visibility\":\"joined\"}");
        String root = bob.sends(room, "root");
        String edit = edits(bob, root, "root, edited");
        String reference = relates(bob, "m.room.message", "m.reference", root);
        replies(bob, root, "mine");
        bob.leaves(room);
        replies(alice, root, "hidden");
        String hidden = relates(alice, "m.room.message", "m.reference", root);
        alice.invites(room, bob);
        bob.joins(room);
        String last = replies(alice, root, "back again");

        SyncResult sync = ends(bob, "", 12);

        assertThat(sync.json().toString()).doesNotContain("\"hidden\"", hidden);
        JsonObject event = find(sync, root);
        assertThat(bundled(event, "m.replace").string("event_id")).contains(edit);
        assertThat(references(event)).containsExactly(reference);
        assertThat(bundled(event, "m.thread").integer("count")).contains(2L);
        assertThat(latest(event).string("event_id")).contains(last);
    }

    @Test
    void r07_whoLeftIsNotToldOfWhatWasSentAfterwards() {
        String root = alice.sends(room, "root");
        String seen = replies(alice, root, "seen");
        bob.leaves(room);
        edits(alice, root, "hidden");
        replies(alice, root, "hidden");
        relates(alice, "m.room.message", "m.reference", root);
        alice.sends(room, LAST_MARK);
        SyncIT.awaitMessage(alice, "", room, LAST_MARK);

        String filter = "{\"room\":{\"include_leave\":true,\"timeline\":{\"limit\":3}}}";
        SyncResult sync = bob.syncs("filter={filter}", filter);

        JsonObject event = find(SyncResult.events(sync.left(room), "timeline"), root);
        assertThat(event.toString()).doesNotContain("hidden");
        assertThat(bundled(event, "m.replace").isEmpty()).isTrue();
        assertThat(references(event)).isEmpty();
        assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
        assertThat(latest(event).string("event_id")).contains(seen);
    }

    /** The client would count it twice. */
    @Test
    void whatOnlyTheNextResponseTellsOfIsNotBundledYet() {
        String root = alice.sends(room, "root");
        String told = replies(bob, root, "told");
        replies(carol, root, "later");
        edits(alice, root, "later");
        long start = position(root);

        byte[] relations =
                Suite.shared()
                        .sync(0)
                        .getBean(Bundles.class)
                        .of(
                                bob.id(),
                                List.of(
                                        new Parents(
                                                List.of(start),
                                                List.of(new Span(start, position(told))))))
                        .map(bundled -> Objects.requireNonNull(bundled.get(start)))
                        .map(bundled -> bundled.relations(READER, ErasedEvents.NONE).orElseThrow())
                        .block();

        JsonObject all = TestJson.parse(relations);
        assertThat(all.keys()).containsExactly("m.thread");
        assertThat(TestJson.at(all, "m.thread").integer("count")).contains(1L);
        assertThat(TestJson.at(all, "m.thread", "latest_event").string("event_id")).contains(told);
    }

    @Test
    void whatIgnoredUsersSentIsNotBundled() {
        String root = alice.sends(room, "root");
        String reply = replies(alice, root, "reply");
        replies(carol, root, "ignored");
        String reference = relates(alice, "m.room.message", "m.reference", root);
        relates(carol, "m.room.message", "m.reference", root);
        String ofCarol = carol.sends(room, "to be edited");
        edits(carol, ofCarol, "ignored");
        String onlyIgnored = alice.sends(room, "another root");
        replies(carol, onlyIgnored, "ignored");
        ignores(bob, carol);

        SyncResult sync = ends(bob, "", 12);

        List<Function<String, JsonObject>> waysOfReading =
                List.of(
                        event -> find(sync, event),
                        event -> bob.readsRoom("/rooms/{room}/event/{event}", room, event));
        for (Function<String, JsonObject> way : waysOfReading) {
            JsonObject event = way.apply(root);
            assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
            assertThat(latest(event).string("event_id")).contains(reply);
            assertThat(references(event)).containsExactly(reference);
            assertThat(way.apply(onlyIgnored).toString()).doesNotContain("m.relations");
        }
        assertThat(sync.timeline(room)).noneMatch(event -> isCalled(event, ofCarol));
        assertThat(bob.readsRoom("/rooms/{room}/event/{event}", room, ofCarol).toString())
                .doesNotContain("m.relations");
        assertThat(bundled(find(ends(alice, "", 12), root), "m.thread").integer("count"))
                .as("whoever ignores nobody is told of all")
                .contains(2L);
    }

    @Test
    void theThreadsOfIgnoredUsersAreListedWithoutWhatTheirRootsSay() {
        String ofCarol = carol.sends(room, "ignored");
        String reply = replies(alice, ofCarol, "reply");
        String ofAlice = alice.sends(room, "seen");
        replies(alice, ofAlice, "reply");
        ignores(bob, carol);

        List<JsonObject> threads = threads(bob);

        JsonObject root = find(threads, ofCarol);
        assertThat(root.object("content")).contains(JsonObject.EMPTY);
        assertThat(latest(root).string("event_id")).contains(reply);
        assertThat(TestJson.at(find(threads, ofAlice), "content").string("body")).contains("seen");
        assertThat(TestJson.at(find(threads(alice), ofCarol), "content").string("body"))
                .contains("ignored");
    }

    private List<JsonObject> threads(TestUser reader) {
        return reader.readsRoomV1("/rooms/{room}/threads", room)
                .array("chunk")
                .orElseThrow()
                .objects()
                .toList();
    }

    @Test
    void whoIgnoresNobodyInTheRightFormIgnoresNobody() {
        String root = alice.sends(room, "root");
        replies(carol, root, "reply");
        bob.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":[\"%s\"]}".formatted(carol.id()),
                bob.id());

        JsonObject event = find(ends(bob, "", 4), root);

        assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
    }

    private record Family(
            String root,
            String edit,
            String reply,
            String betterReply,
            String reference,
            String ofReply) {
        void isBundledIn(SyncResult sync, String room) {
            assertThat(sync.isLimited(room)).isTrue();
            JsonObject event = find(sync.timeline(room), root);
            assertThat(TestJson.at(event, "content").string("body")).contains("root");
            assertThat(bundled(event, "m.replace").string("event_id")).contains(edit);
            assertThat(bundled(event, "m.replace").toString()).contains("m.new_content");
            assertThat(references(event)).containsExactly(reference);
            JsonObject thread = bundled(event, "m.thread");
            assertThat(thread.integer("count")).contains(1L);
            assertThat(thread.bool("current_user_participated")).contains(false);
            JsonObject latest = latest(event);
            assertThat(latest.string("event_id")).contains(reply);
            assertThat(latest.string("room_id")).isPresent();
            assertThat(bundled(latest, "m.replace").string("event_id")).contains(betterReply);
            assertThat(references(latest)).containsExactly(ofReply);
        }
    }

    /** A root that is edited, referenced and replied to, and a reply that is so too. */
    private Family aFamily() {
        String root = alice.sends(room, "root");
        String edit = edits(alice, root, "root, edited");
        String reply = replies(bob, root, "reply");
        return new Family(
                root,
                edit,
                reply,
                edits(bob, reply, "better reply"),
                relates(alice, "m.room.message", "m.reference", root),
                relates(alice, "m.room.message", "m.reference", reply));
    }

    /** Says something and syncs with that limit until it is there. */
    private SyncResult ends(TestUser reader, String query, int limit) {
        String last = alice.sends(room, LAST_MARK);
        return await().until(
                        () ->
                                reader.syncs(
                                        query + "filter={filter}",
                                        "{\"room\":{\"timeline\":{\"limit\":" + limit + "}}}"),
                        sync ->
                                sync.timeline(room).stream()
                                        .anyMatch(event -> isCalled(event, last)));
    }

    private Optional<Boolean> takesPart(TestUser reader, String root) {
        return bundled(find(ends(reader, "", 6), root), "m.thread")
                .bool("current_user_participated");
    }

    private JsonObject replacementIn(SyncResult sync, String original, String edit) {
        JsonObject replacement = bundled(find(sync, original), "m.replace");
        assertThat(replacement.string("event_id")).contains(edit);
        return TestJson.at(replacement, "unsigned");
    }

    private String replies(TestUser who, String root, String text) {
        return who.sends(
                room,
                "m.room.message",
                "{\"msgtype\":\"m.text\",\"body\":\"%s\",%s}"
                        .formatted(text, relation("m.thread", root)));
    }

    private String edits(TestUser who, String original, String text) {
        return who.sends(
                room,
                "m.room.message",
                "{\"msgtype\":\"m.text\",\"body\":\"* %s\",\"m.new_content\":{\"body\":\"%s\"},%s}"
                        .formatted(text, text, relation("m.replace", original)));
    }

    private String relates(TestUser who, String type, String relType, String target) {
        return who.sends(room, type, "{" + relation(relType, target) + "}");
    }

    private static String relation(String relType, String target) {
        return "\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"%s\",\"key\":\"x\"}"
                .formatted(relType, target);
    }

    /** Among other things. */
    private static void ignores(TestUser who, TestUser other) {
        who.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"a\":[1,\"\\\\u0000 \\ud83d\\ude00\"],\"ignored_users\":{\"%s\":{},\"\":{}}}"
                        .formatted(other.id()),
                who.id());
    }

    private JsonObject find(SyncResult sync, String eventId) {
        return find(sync.timeline(room), eventId);
    }

    private static long position(String event) {
        return Objects.requireNonNull(
                Suite.shared()
                        .sync(0)
                        .getBean(DatabaseClient.class)
                        .sql("select position from rooms.event where event_id = :event")
                        .bind("event", event)
                        .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                        .one()
                        .block());
    }

    private static JsonObject find(List<JsonObject> events, String eventId) {
        return events.stream().filter(event -> isCalled(event, eventId)).findFirst().orElseThrow();
    }

    private static boolean isCalled(JsonObject event, String eventId) {
        return event.string("event_id").equals(Optional.of(eventId));
    }
}
