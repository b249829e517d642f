package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /events}, for members and for whoever looks into a room, and {@code /events/{eventId}}.
 */
class OldEventsIT {
    private static final String WORLD_READABLE =
            "{\"preset\":\"public_chat\",\"initial_state\":[{\"type\":\"m.room.history_visibility\","
                    + "\"state_key\":\"\",\"content\":{\"history_visibility\":\"world_readable\"}}]}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");

    @Test
    void newsOfAllRoomsComeInOneListAndTheTokensAreThoseOfSync() {
        String first = alice.createsRoom(bob);
        bob.joins(first);
        String second = bob.createsRoom();
        SyncResult before = SyncIT.awaitJoin(bob, second);
        alice.sends(first, "one");
        bob.sends(second, "two");
        SyncIT.awaitMessage(bob, "", second, "two");

        JsonObject news = events(bob, "from=" + before.nextBatch());
        JsonObject later = events(bob, "from=" + end(news));

        assertThat(bodies(news)).containsExactly("one", "two");
        assertThat(chunk(news))
                .extracting(event -> event.string("room_id").orElseThrow())
                .containsExactly(first, second);
        assertThat(news.string("start")).contains(before.nextBatch());
        assertThat(chunk(later)).isEmpty();
        assertThat(bob.syncs("since=" + end(news)).timeline(first)).isEmpty();
    }

    @Test
    void aRequestWaitsForNewsAndWithoutATokenForThoseFromNowOn() {
        String room = alice.createsRoom();
        alice.sends(room, "before");
        SyncIT.awaitMessage(alice, "", room, "before");
        CompletableFuture<JsonObject> waiting =
                CompletableFuture.supplyAsync(
                        () -> events(alice, "timeout=30000"),
                        poll -> Thread.ofVirtual().start(poll));

        JsonObject news =
                await().until(
                                () -> {
                                    alice.sends(room, "after");
                                    return waiting.getNow(JsonObject.EMPTY);
                                },
                                answer -> answer.has("chunk"));

        assertThat(bodies(news)).isNotEmpty().containsOnly("after");
    }

    @Test
    void messagesToTheDeviceAreStillThereForSync() {
        Suite.shared().devices().has(alice);
        SyncResult before = alice.syncs();
        alice.sync(
                HttpMethod.PUT,
                "/sendToDevice/m.test/{txn}",
                "{\"messages\":{\"%s\":{\"*\":{}}}}".formatted(alice.id()),
                "t" + System.nanoTime());
        await().until(() -> alice.syncsSince(before), told -> told.json().has("to_device"));

        String end = end(events(alice, "from=" + before.nextBatch()));
        String fresh = end(events(alice, ""));

        for (String token : List.of(end, fresh)) {
            assertThat(alice.syncs("since=" + token).json().has("to_device")).isTrue();
        }
    }

    @Test
    void r07WhoeverLooksIntoAWorldReadableRoomIsToldWhileItIsOne() {
        String room = alice.createsRoom(WORLD_READABLE);
        SyncIT.awaitJoin(alice, room);
        String start = end(events(carol, "room_id={room}", room));
        alice.sends(room, "seen");
        JsonObject seen =
                await().until(
                                () -> events(carol, "room_id={room}&from=" + start, room),
                                news -> !chunk(news).isEmpty());
        String from = end(seen);
        alice.sets(room, "m.room.history_visibility", "", "{\"history_visibility\":\"shared\"}");
        alice.sends(room, "secret");

        assertThat(bodies(seen)).containsExactly("seen");
        forbidden(carol, room, from);
        assertThat(bodies(events(carol, "from=" + from))).isEmpty();
        alice.sets(
                room,
                "m.room.history_visibility",
                "",
                "{\"history_visibility\":\"world_readable\"}");
        alice.sends(room, "seen again");
        JsonObject again =
                await().until(
                                () -> events(carol, "room_id={room}&from=" + from, room),
                                news -> bodies(news).contains("seen again"));
        assertThat(bodies(again)).containsExactly("seen again");
    }

    @Test
    void whoeverLooksIntoARoomIsWokenByIt() {
        String room = alice.createsRoom(WORLD_READABLE);
        SyncIT.awaitJoin(alice, room);
        String from = end(events(carol, "room_id={room}", room));
        CompletableFuture<JsonObject> waiting =
                CompletableFuture.supplyAsync(
                        () -> events(carol, "timeout=30000&room_id={room}&from=" + from, room),
                        poll -> Thread.ofVirtual().start(poll));
        alice.sends(room, "hello");

        assertThat(chunk(waiting.join())).isNotEmpty();
    }

    @Test
    void r07RoomsOfOthersAndRoomsThatDoNotExistAreRefusedAlike() {
        String room = alice.createsRoom();
        String before = end(events(carol, ""));

        forbidden(carol, room, before);
        forbidden(carol, "!nothing:test.local", before);
        assertThat(events(alice, "room_id={room}", room).has("chunk")).isTrue();
    }

    @Test
    void r07AKickedMemberIsToldNothingSentAfterTheKick() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = SyncIT.awaitJoin(bob, room);
        alice.sends(room, "before");
        alice.kicks(room, bob);
        String after = alice.sends(room, "after");
        SyncIT.awaitMessage(alice, "", room, "after");

        JsonObject news = events(bob, "from=" + before.nextBatch());

        assertThat(bodies(news)).containsExactly("before");
        assertThat(chunk(news).getLast().string("type")).contains("m.room.member");
        bob.reads("/events/{event}", after).expectStatus().isNotFound();
    }

    @Test
    void r03RedactedContentNeverAppears() {
        String room = alice.createsRoom();
        SyncResult before = SyncIT.awaitJoin(alice, room);
        String event = alice.sends(room, "secret");
        alice.redacts(room, event);
        JsonObject news =
                await().until(
                                () -> events(alice, "from=" + before.nextBatch()),
                                told -> told.toString().contains("m.room.redaction"));

        assertThat(news.toString()).doesNotContain("secret");
        assertThat(event(alice, event).toString()).doesNotContain("secret").contains(event);
    }

    @Test
    void r08ManyIgnoredMessagesDoNotStopTheStream() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(bob.id()),
                alice.id());
        SyncResult before =
                await().until(
                                alice::syncs,
                                sync -> !sync.accountData("m.ignored_user_list").isEmpty());
        for (int i = 0; i < 5; i++) {
            bob.sends(room, "ignored");
        }
        SyncIT.awaitMessage(bob, "", room, "ignored");

        JsonObject nothing = events(alice, "from=" + before.nextBatch());
        alice.sends(room, "seen");
        JsonObject news =
                await().until(
                                () -> events(alice, "from=" + end(nothing)),
                                told -> !chunk(told).isEmpty());

        assertThat(bodies(nothing)).isEmpty();
        assertThat(end(nothing)).isNotEqualTo(before.nextBatch());
        assertThat(bodies(news)).containsExactly("seen");
    }

    @Test
    void anEventIsShownToWhoeverMaySeeItWithWhatIsBundledWithIt() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String root = alice.sends(room, "root");
        alice.sends(
                room,
                "m.room.message",
                "{\"body\":\"reply\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"%s\"}}"
                        .formatted(root));
        SyncIT.awaitMessage(bob, "", room, "reply");

        JsonObject event = event(bob, root);

        assertThat(event.string("room_id")).contains(room);
        assertThat(TestJson.at(event, "content").string("body")).contains("root");
        assertThat(TestJson.at(event, "unsigned", "m.relations", "m.thread").integer("count"))
                .contains(1L);
        assertThat(TestJson.at(event, "unsigned").string("membership")).contains("join");
        carol.reads("/events/{event}", root).expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$nothingnothingnothingnothingnothingnothingn", "$nothing:test.local"})
    void r07AnUnknownEventIsRefusedAsOneOfOthers(String event) {
        carol.reads("/events/{event}", event)
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("M_NOT_FOUND", "There is no such event"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=x",
                "from=s0-1",
                "timeout=x",
                "room_id=x",
                "room_id=",
                "from=s0-9999999999999999999_0-0_0-0_0-0_0-0_0-0"
            })
    void d03WhatIsNotOfTheFormIsRefused(String query) {
        alice.reads("/events?" + query).expectStatus().isBadRequest();
    }

    @Test
    void d03WhatIsNoEventIdIsRefused() {
        alice.reads("/events/{event}", "x").expectStatus().is4xxClientError();
    }

    private static void forbidden(TestUser user, String room, String from) {
        await().untilAsserted(
                        () ->
                                user.reads("/events?room_id={room}&from=" + from, room)
                                        .expectStatus()
                                        .isForbidden());
    }

    private static JsonObject event(TestUser user, String id) {
        return get(user, "/events/{event}", id);
    }

    private static JsonObject events(TestUser user, String query, Object... values) {
        return get(user, "/events?" + query, values);
    }

    private static JsonObject get(TestUser user, String path, Object... values) {
        return TestJson.parse(
                user.reads(path, values)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private static String end(JsonObject news) {
        return Optional.of(news).flatMap(told -> told.string("end")).orElseThrow();
    }

    private static List<JsonObject> chunk(JsonObject news) {
        return news.array("chunk").orElseThrow().objects().toList();
    }

    private static List<String> bodies(JsonObject news) {
        return SyncResult.bodies(chunk(news));
    }
}
