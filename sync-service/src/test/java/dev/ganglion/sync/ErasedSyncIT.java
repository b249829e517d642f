package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.sync.event.EventReader;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Erin talks and is erased. Bob was there and is told what she said; Carol comes later and is not.
 * Whatever Erin says has the word in it.
 */
class ErasedSyncIT {
    private final String word = "w" + UUID.randomUUID().toString().substring(0, 8);
    private final TestUser erin = Suite.shared().user("erin");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");

    private String room = "";
    private String root = "";

    @BeforeEach
    void erinTalks() {
        room =
                erin.createsRoom(
                        "{\"preset\":\"public_chat\",\"name\":\"%1$s\",\"topic\":\"%1$s\"}"
                                .formatted(word));
        bob.joins(room);
        root =
                erin.sends(
                        room,
                        "m.room.message",
                        "{\"msgtype\":\"m.image\",\"body\":\"%1$s\",\"url\":\"mxc://test.local/%1$s\"}"
                                .formatted(word));
        relates("m.thread", "\"body\":\"%s\"".formatted(word));
        relates(
                "m.replace",
                "\"body\":\"* %1$s\",\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"%1$s\"}"
                        .formatted(word));
    }

    private void relates(String type, String content) {
        erin.sends(
                room,
                "m.room.message",
                "{\"msgtype\":\"m.text\",%s,\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"%s\"}}"
                        .formatted(content, type, root));
    }

    private void isErased() {
        for (String what : List.of("erase", "deactivate")) {
            Suite.shared()
                    .tells("auth", "room", "/internal/users/{user}/{what}", erin.id(), what)
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void a18WhoJoinsLaterIsToldNothingByTheNextResponse() {
        SyncResult before = carol.syncs();
        isErased();
        carol.joins(room);

        SyncResult told = carol.waitsSince(before);

        hasOnlyTheRest(told);
    }

    @Test
    void a18WhoJoinsLaterIsToldNothingByALongPollOrAnotherReplica() {
        SyncResult before = carol.syncs();
        var poll = carol.beginsToWait(before);
        isErased();
        carol.joins(room);

        hasOnlyTheRest(poll.join());
        hasOnlyTheRest(carol.syncsAt(1, "since=" + before.nextBatch()));
        TestUser anew = carol.at(Suite.port(Suite.shared().startSync()));
        hasOnlyTheRest(anew.syncs("since=" + before.nextBatch()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "use_state_after=true", "full_state=true"})
    void a18WhoJoinsLaterIsToldNothingByAnInitialSync(String query) {
        isErased();
        carol.joins(room);
        SyncIT.awaitJoin(carol, room);

        hasOnlyTheRest(carol.syncs(query));
    }

    private void hasOnlyTheRest(SyncResult told) {
        assertThat(told.joined(room).toString())
                .contains(root)
                .contains(erin.id().value())
                .doesNotContain(word)
                .doesNotContain("redacted_because");
        assertThat(content(told, root)).contains(JsonObject.EMPTY);
    }

    @Test
    void a18WhatIsBundledIsHiddenToo() {
        isErased();
        carol.joins(room);
        SyncIT.awaitJoin(carol, room);

        SyncResult told = carol.syncs("filter={filter}", limitedTo(5));
        SyncResult toBob = bob.syncs("filter={filter}", limitedTo(5));

        assertThat(told.joined(room).toString()).doesNotContain(word);
        assertThat(relations(told).keys()).containsExactly("m.thread");
        assertThat(TestJson.at(relations(told), "m.thread").integer("count")).contains(1L);
        assertThat(relations(toBob).keys()).containsExactlyInAnyOrder("m.thread", "m.replace");
        assertThat(TestJson.at(relations(toBob), "m.thread", "latest_event").toString())
                .contains(word);
    }

    /** Of a limited timeline, in which the root is the first. */
    private static String limitedTo(int events) {
        return "{\"room\":{\"timeline\":{\"limit\":" + events + "}}}";
    }

    private Optional<JsonObject> content(SyncResult told, String event) {
        return event(told, event).flatMap(found -> found.object("content"));
    }

    private Optional<JsonObject> event(SyncResult told, String event) {
        return told.timeline(room).stream()
                .filter(each -> each.string("event_id").equals(Optional.of(event)))
                .findFirst();
    }

    private JsonObject relations(SyncResult told) {
        return TestJson.at(event(told, root).orElseThrow(), "unsigned", "m.relations");
    }

    @Test
    void whoWasThereIsToldAllOfIt() {
        SyncResult joined = SyncIT.awaitJoin(bob, room);
        isErased();
        SyncResult left = bob.waitsSince(joined);

        assertThat(left.timeline(room))
                .anyMatch(event -> event.string("sender").equals(Optional.of(erin.id().value())));
        for (SyncResult told :
                List.of(
                        bob.syncs(),
                        bob.syncs("full_state=true&since=" + joined.nextBatch()),
                        bob.at(Suite.port(Suite.shared().startSync())).syncs())) {
            assertThat(told.joined(room).toString()).contains(word);
        }
    }

    /** The last membership event is later than the erasure, the first is not. */
    @Test
    void whoWasThereIsToldAllOfItAfterANewNameAndAfterComingBack() {
        isErased();
        bob.sets(
                room,
                "m.room.member",
                bob.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Bobby\"}");
        await().until(() -> bob.syncs().joined(room).toString().contains("Bobby"));
        assertThat(bob.syncs().joined(room).toString()).contains(word);

        bob.leaves(room);
        bob.joins(room);
        await().until(() -> bob.syncs().timeline(room).size() > 3);
        assertThat(bob.syncs().joined(room).toString()).contains(word);
    }

    @Test
    void a18WhatSomebodyElseReplacedIsNotQuotedEither() {
        erin.sets(room, "m.room.power_levels", "", "{\"users\":{\"%s\":100}}".formatted(bob.id()));
        String topic = bob.sets(room, "m.room.topic", "", "{\"topic\":\"of Bob\"}");
        isErased();
        carol.joins(room);
        SyncResult told = SyncIT.awaitJoin(carol, room);

        JsonObject unsigned = TestJson.at(event(told, topic).orElseThrow(), "unsigned");
        assertThat(unsigned.object("prev_content")).contains(JsonObject.EMPTY);
        assertThat(unsigned.string("prev_sender")).contains(erin.id().value());
        assertThat(event(bob.syncs(), topic).orElseThrow().toString()).contains(word);
    }

    @Test
    void a18AFilterThatLooksIntoEventsTellsNothingOfThem() {
        isErased();
        carol.joins(room);
        SyncIT.awaitJoin(carol, room);

        String filter = "{\"room\":{\"timeline\":{\"contains_url\":%s}}}";
        assertThat(event(withFilter(bob, filter.formatted(true)), root)).isPresent();
        assertThat(event(withFilter(carol, filter.formatted(true)), root)).isEmpty();
        assertThat(withFilter(carol, filter.formatted(false)).timeline(room))
                .filteredOn(event -> event.string("sender").equals(Optional.of(erin.id().value())))
                .allMatch(event -> event.has("state_key"));
    }

    private static SyncResult withFilter(TestUser user, String filter) {
        return user.syncs("filter={filter}", filter);
    }

    @Test
    void a18AnInvitationNoLongerSaysHowSheCalledTheRoom() {
        erin.invites(room, carol);
        await().until(() -> carol.syncs().invited(room).toString().contains(word));

        isErased();

        await().untilAsserted(
                        () ->
                                assertThat(carol.syncs().invited(room).toString())
                                        .contains("m.room.name")
                                        .contains("\"membership\":\"invite\"")
                                        .doesNotContain(word));
    }

    /** The name is one to those who were there; to others the heroes stand for it. */
    @Test
    void aRoomWhoseNameIsHiddenHasHeroes() {
        isErased();
        carol.joins(room);
        SyncResult before = SyncIT.awaitJoin(carol, room);
        TestUser dave = Suite.shared().user("dave");
        SyncIT.awaitJoin(bob, room);
        dave.joins(room);
        SyncResult after = carol.waitsSince(before);

        assertThat(heroes(before)).contains(bob.id().value());
        assertThat(heroes(after)).contains(bob.id().value(), dave.id().value());
        SyncResult toBob = bob.syncs();
        assertThat(summary(toBob).keys()).contains("m.joined_member_count");
        assertThat(summary(toBob).has("m.heroes")).isFalse();
    }

    private String heroes(SyncResult told) {
        return summary(told).array("m.heroes").orElseThrow().toString();
    }

    private JsonObject summary(SyncResult told) {
        return TestJson.at(told.joined(room), "summary");
    }

    @Test
    void aFilterThatLooksIntoStateLeavesWhatTheRoomIsReadBy() {
        isErased();
        carol.joins(room);
        SyncIT.awaitJoin(carol, room);
        String filter = "{\"room\":{\"timeline\":{\"limit\":1},\"state\":{\"contains_url\":%s}}}";

        assertThat(withFilter(carol, filter.formatted(false)).joined(room).toString())
                .contains("m.room.create")
                .contains("m.room.power_levels")
                .doesNotContain(word);
        assertThat(withFilter(carol, filter.formatted(true)).joined(room).toString())
                .doesNotContain("m.room.create");
    }

    /** Whoever came between would be told too much. */
    @Test
    void a18NoEventIsReadWhileTheErasuresBeforeItCannotBe() {
        isErased();
        DatabaseClient database = Suite.shared().sync(0).getBean(DatabaseClient.class);
        ErasedUsers users = new ErasedUsers(withoutErasedUsers(database), 10);
        EventReader reader = new EventReader(database, users);

        assertThatThrownBy(() -> reader.after(0, 1).block()).hasRootCauseMessage("away");
        assertThatThrownBy(() -> reader.lastPosition().block()).hasRootCauseMessage("away");
    }

    private static DatabaseClient withoutErasedUsers(DatabaseClient database) {
        return DatabaseClient.builder()
                .connectionFactory(
                        new ConnectionFactory() {
                            @Override
                            public Publisher<? extends Connection> create() {
                                return Mono.error(new IllegalStateException("away"));
                            }

                            @Override
                            public ConnectionFactoryMetadata getMetadata() {
                                return database.getConnectionFactory().getMetadata();
                            }
                        })
                .bindMarkers(BindMarkersFactory.indexed("$", 1))
                .build();
    }

    @Test
    void whatCountsAsUnreadStays() {
        isErased();
        carol.joins(room);
        SyncResult before = SyncIT.awaitJoin(carol, room);
        bob.sends(room, "hello");

        assertThat(carol.waitsSince(before).unread(room)).isEqualTo(1);
    }

    @Test
    void a18NothingElseIsKept() {
        keepsOfEverything();
        SyncResult before = bob.syncs();

        Suite.shared()
                .tells("auth", "sync", "/internal/users/{user}/erase", erin.id())
                .expectStatus()
                .isOk();

        for (String table : List.of("filter", "presence", "inheritance")) {
            assertThat(rows(table + " where user_id = :user")).as(table).isZero();
        }
        assertThat(rows("account_data where user_id = :user and type <> 'dev.ganglion.erased'"))
                .isZero();
        assertThat(rows("account_data where user_id = :user and content <> '{}'")).isZero();
        assertThat(rows("receipt where user_id = :user and room_nid <> 0")).isZero();
        TestUser atANewReplica = bob.at(Suite.port(Suite.shared().startSync()));
        assertThat(atANewReplica.syncs("since=" + before.nextBatch()).joined(room).isEmpty())
                .as("the token is still good")
                .isTrue();
        assertThat(
                        bob.syncs().ephemeral(room, "m.receipt").stream()
                                .filter(receipt -> receipt.toString().contains(erin.id().value())))
                .isEmpty();
    }

    private void keepsOfEverything() {
        SyncIT.awaitJoin(erin, room);
        erin.sync(HttpMethod.PUT, "/presence/{user}/status", presence(), erin.id());
        erin.sync(HttpMethod.POST, "/user/{user}/filter", "{\"room\":{}}", erin.id());
        put("/user/{user}/account_data/org.example.a", erin.id());
        put("/user/{user}/rooms/{room}/account_data/org.example.a", erin.id(), room);
        put("/user/{user}/rooms/{room}/tags/u.mine", erin.id(), room);
        erin.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, root);
    }

    private String presence() {
        return "{\"presence\":\"online\",\"status_msg\":\"%s\"}".formatted(word);
    }

    private void put(String path, Object... variables) {
        erin.sync(HttpMethod.PUT, path, "{}", variables);
    }

    private long rows(String table) {
        return Suite.shared()
                .sync(0)
                .getBean(DatabaseClient.class)
                .sql("select count(*) from sync." + table)
                .bind("user", erin.id().value())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(-1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "room", "media", "moderation"})
    void a18OnlyAuthServiceErases(String service) {
        Suite.shared()
                .tells(service, "sync", "/internal/users/{user}/erase", erin.id())
                .expectStatus()
                .isForbidden();
    }
}
