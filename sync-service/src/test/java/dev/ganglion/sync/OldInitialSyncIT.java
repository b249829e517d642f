package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** {@code /initialSync}: everything at once, from before there was {@code /sync}. */
class OldInitialSyncIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void everyRoomComesWithItsStateAndItsNewestMessages() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\",\"visibility\":\"public\"}");
        alice.sends(room, "one");
        alice.sends(room, "two");
        alice.sends(room, "three");
        SyncIT.awaitMessage(alice, "", room, "three");

        JsonObject all = initialSync(alice, "limit=2");

        JsonObject told = room(all, room).orElseThrow();
        List<JsonObject> messages = list(TestJson.at(told, "messages"), "chunk");
        assertThat(SyncResult.bodies(messages)).containsExactly("two", "three");
        assertThat(messages).allMatch(event -> event.string("room_id").equals(Optional.of(room)));
        assertThat(list(told, "state"))
                .anyMatch(event -> event.string("type").equals(Optional.of("m.room.create")));
        assertThat(told.string("membership")).contains("join");
        assertThat(told.string("visibility")).contains("public");
        assertThat(list(all, "account_data").toString()).contains("m.push_rules");
        assertThat(alice.syncs("since=" + all.string("end").orElseThrow()).timeline(room))
                .isEmpty();
        String start = TestJson.at(told, "messages").string("start").orElseThrow();
        assertThat(alice.readsRoom("/rooms/{room}/messages?dir=b&from=" + start, room).toString())
                .contains("one")
                .doesNotContain("two");
    }

    @Test
    void anInvitationComesWithItsEvent() {
        String room = alice.createsRoom(bob);

        JsonObject told =
                await().until(() -> room(initialSync(bob, ""), room), Optional::isPresent)
                        .orElseThrow();

        assertThat(told.string("membership")).contains("invite");
        assertThat(TestJson.at(told, "invite").string("sender")).contains(alice.id().value());
        assertThat(TestJson.at(told, "invite").string("state_key")).contains(bob.id().value());
        assertThat(told.has("state")).isFalse();
    }

    @Test
    void r07ARoomThatWasLeftIsToldOnRequestAndAsItWasThen() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        alice.bans(room, bob);
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"secret\"}");
        alice.sends(room, "secret");
        SyncIT.awaitMessage(alice, "", room, "secret");
        await().until(() -> room(initialSync(bob, ""), room), Optional::isEmpty);

        JsonObject told = room(initialSync(bob, "archived=true"), room).orElseThrow();

        assertThat(told.string("membership")).contains("ban");
        assertThat(told.string("visibility")).contains("private");
        assertThat(told.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=x", "archived=x"})
    void d03WhatIsNotOfTheFormIsRefused(String query) {
        alice.reads("/initialSync?" + query).expectStatus().isBadRequest();
    }

    private static Optional<JsonObject> room(JsonObject all, String id) {
        return list(all, "rooms").stream()
                .filter(room -> room.string("room_id").equals(Optional.of(id)))
                .findFirst();
    }

    private static List<JsonObject> list(JsonObject object, String name) {
        return object.array(name).orElseThrow().objects().toList();
    }

    private static JsonObject initialSync(TestUser user, String query) {
        return TestJson.parse(
                user.reads("/initialSync?" + query)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
