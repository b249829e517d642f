package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which events Alice's gateway is told of. What Bob says last is always told. */
class PushIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RECEIPT = "/rooms/{room}/receipt/m.read/{event}";

    private final PushGateway gateway = new PushGateway();
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");
    private String room = "";

    @BeforeEach
    void aliceHasAPusher() {
        Suite.shared().devices().has(alice);
        room = bob.createsRoom(alice);
        alice.joins(room);
        SyncIT.awaitJoin(alice, room);
        gateway.tells(alice, ",\"custom\":\"x\"");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aMessageIsToldWithAllThatTheGatewayMaySay() {
        bob.sets(room, "m.room.name", "", "{\"name\":\"Tea\"}");
        bob.sets(
                room,
                "m.room.member",
                bob.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Bob\"}");
        String event = bob.sends(room, "hello");

        JsonObject told = told(event);
        assertThat(told.without("devices"))
                .hasToString(
                        """
                        {"content":{"body":"hello","msgtype":"m.text"},"counts":{"unread":1},"event_id":"%s",\
                        "prio":"high","room_id":"%s","room_name":"Tea","sender":"%s",\
                        "sender_display_name":"Bob","type":"m.room.message"}"""
                                .formatted(event, room, bob.id()));
        JsonObject device = told.array("devices").orElseThrow().objects().findFirst().orElseThrow();
        assertThat(device.without("pushkey_ts"))
                .hasToString(
                        """
                        {"app_id":"org.example.app","data":{"custom":"x"},"pushkey":"%s",\
                        "tweaks":{"sound":"default"}}"""
                                .formatted(PushGateway.pushkey(alice.id())));
        assertThat(device.integer("pushkey_ts").orElseThrow()).isGreaterThan(1_000_000_000L);
    }

    @Test
    void aGatewayThatWantsIdsAloneIsToldNoMore() {
        gateway.tells(alice, ",\"format\":\"event_id_only\"");

        String event = bob.sends(room, "secret");

        assertThat(told(event).keys())
                .containsExactlyInAnyOrder("event_id", "room_id", "counts", "prio", "devices");
        assertThat(told(event)).asString().doesNotContain("secret");
    }

    @Test
    void anInvitationIsToldToWhomItIsFor() {
        String other = bob.createsRoom();
        bob.invites(other, alice);

        await().atMost(PATIENCE).until(() -> !gateway.received().isEmpty());
        JsonObject told = gateway.received().getFirst();
        assertThat(told.string("type")).contains("m.room.member");
        assertThat(told.string("room_id")).contains(other);
        assertThat(told.bool("user_is_target")).contains(true);
        assertThat(told.object("counts").orElseThrow().integer("unread")).contains(1L);
    }

    @Test
    void ownMessagesAreNoNews() {
        String own = alice.sends(room, "mine");

        assertThat(toldUpTo(last())).doesNotContain(own);
    }

    @Test
    void whatTheRulesMuteIsNotTold() {
        alice.sync(HttpMethod.PUT, "/pushrules/global/room/{room}", "{\"actions\":[]}", room);
        String muted = bob.sends(room, "quiet");
        String mentioned =
                bob.sends(
                        room,
                        "m.room.message",
                        "{\"msgtype\":\"m.text\",\"body\":\"you\",\"m.mentions\":{\"user_ids\":[\"%s\"]}}"
                                .formatted(alice.id()));

        JsonObject told = told(mentioned);

        assertThat(gateway.events()).doesNotContain(muted);
        assertThat(told.array("devices").orElseThrow()).asString().contains("\"highlight\":true");
    }

    @Test
    void editsAreNotTold() {
        String message = bob.sends(room, "helo");
        String edit =
                bob.sends(
                        room,
                        "m.room.message",
                        """
                        {"msgtype":"m.text","body":"* hello","m.new_content":{"msgtype":"m.text","body":"hello"},
                         "m.relates_to":{"rel_type":"m.replace","event_id":"%s"}}
                        """
                                .formatted(message));

        assertThat(toldUpTo(last())).contains(message).doesNotContain(edit);
    }

    @Test
    void anIgnoredUserIsNotTold() {
        String party = publicRoom();
        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(carol.id()),
                alice.id());
        String ignored = carol.sends(party, "ignored");
        String heard = bob.sends(party, "heard");

        assertThat(toldUpTo(heard)).doesNotContain(ignored);
    }

    @Test
    void a18AnErasedUserIsNotTold() {
        String party = publicRoom();
        gateway.answers(PushGateway.Reply.of(503, ""));
        String erased = carol.sends(party, "erased");
        await().atMost(PATIENCE).until(() -> gateway.events().contains(erased));
        for (String what : List.of("erase", "deactivate")) {
            Suite.shared()
                    .tells("auth", "room", "/internal/users/{user}/{what}", carol.id(), what)
                    .expectStatus()
                    .isOk();
        }
        gateway.received().clear();
        gateway.answers(PushGateway.TAKEN);

        assertThat(toldUpTo(bob.sends(party, "heard"))).doesNotContain(erased);
    }

    @Test
    void r03WhatIsRedactedBeforeItIsToldIsNot() {
        gateway.answers(PushGateway.Reply.of(503, ""));
        String redacted = bob.sends(room, "regretted");
        await().atMost(PATIENCE).until(() -> gateway.events().contains(redacted));
        bob.redacts(room, redacted);
        gateway.received().clear();
        gateway.answers(PushGateway.TAKEN);

        assertThat(toldUpTo(last())).doesNotContain(redacted);
        assertThat(gateway.received()).asString().doesNotContain("regretted");
    }

    @Test
    void whatIsReadBeforeItIsToldIsNot() {
        gateway.answers(PushGateway.Reply.of(503, ""));
        String read = bob.sends(room, "read elsewhere");
        await().atMost(PATIENCE).until(() -> gateway.events().contains(read));
        alice.sync(HttpMethod.POST, RECEIPT, "{}", room, read);
        gateway.received().clear();
        gateway.answers(PushGateway.TAKEN);

        assertThat(toldUpTo(last())).doesNotContain(read);
    }

    @Test
    void whoHasReadEverythingIsToldThatNothingIsLeft() {
        String event = bob.sends(room, "hello");
        told(event);

        alice.sync(HttpMethod.POST, RECEIPT, "{}", room, event);

        await().atMost(PATIENCE).until(() -> unread(gateway.received().getLast()) == 0);
        JsonObject badge = gateway.received().getLast();
        assertThat(badge.keys()).containsExactlyInAnyOrder("counts", "devices", "prio");
        assertThat(badge.has("event_id")).isFalse();
    }

    @Test
    void theCountIsOfRooms() {
        String other = publicRoom();
        told(bob.sends(room, "one"));
        told(bob.sends(room, "two"));

        assertThat(unread(told(bob.sends(other, "three")))).isEqualTo(2);
    }

    @Test
    void r07WhoHasLeftIsToldNothing() {
        String party = publicRoom();
        gateway.answers(PushGateway.Reply.of(503, ""));
        String before = bob.sends(party, "before");
        await().atMost(PATIENCE).until(() -> gateway.events().contains(before));
        alice.leaves(party);
        String after = bob.sends(party, "after");
        gateway.received().clear();
        gateway.answers(PushGateway.TAKEN);

        assertThat(toldUpTo(last())).doesNotContain(before, after);
    }

    @Test
    void whatWasBeforeThePusherIsNoNews() {
        TestUser dora = Suite.shared().user("dora");
        Suite.shared().devices().has(dora);
        String party = publicRoom();
        dora.joins(party);
        String before = bob.sends(party, "before");
        gateway.tells(dora);

        String after = bob.sends(party, "after");
        await().atMost(PATIENCE)
                .until(() -> gateway.received().stream().anyMatch(each -> isTo(dora, each)));

        assertThat(gateway.received())
                .filteredOn(each -> isTo(dora, each))
                .extracting(each -> each.string("event_id"))
                .containsExactly(Optional.of(after))
                .doesNotContain(Optional.of(before));
    }

    @Test
    void whatIsOldAfterAnOutageIsNoNews() {
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        "update sync.pusher set begins_after = 0, is_enabled = false where user_id = ?",
                        alice.id().value());
        String old = bob.sends(room, "old");
        Suite.shared()
                .devices()
                .execute(
                        "rooms",
                        "update rooms.event set origin_server_ts = 0 where event_id = ?",
                        old);
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        "update sync.pusher set is_enabled = true where user_id = ?",
                        alice.id().value());
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        """
                        update sync.push_progress
                        set position = (select position - 1 from rooms.event where event_id = ?)
                        where stream = 'events'
                        """,
                        old);

        assertThat(toldUpTo(last())).doesNotContain(old);
    }

    @Test
    void aPusherThatIsSwitchedOffIsToldNothing() {
        told(bob.sends(room, "on"));
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        "update sync.pusher set is_enabled = false where user_id = ?",
                        alice.id().value());
        String off = bob.sends(room, "off");
        told(carolsSentinel());

        assertThat(gateway.events()).doesNotContain(off);
    }

    @Test
    void a03ADeviceThatIsGoneIsToldNothing() {
        told(bob.sends(room, "on"));
        Suite.shared().devices().deletesSilently(alice);
        String off = bob.sends(room, "off");
        told(carolsSentinel());

        assertThat(gateway.events()).doesNotContain(off);
    }

    /** Told to Carol, later than what was said before. */
    private String carolsSentinel() {
        Suite.shared().devices().has(carol);
        String other = bob.createsRoom(carol);
        carol.joins(other);
        gateway.tells(carol);
        return bob.sends(other, "sentinel");
    }

    private String publicRoom() {
        String party = bob.createsRoom("{\"preset\":\"public_chat\"}");
        alice.joins(party);
        carol.joins(party);
        SyncIT.awaitJoin(alice, party);
        return party;
    }

    private String last() {
        return bob.sends(room, "last");
    }

    private JsonObject told(String event) {
        await().atMost(PATIENCE).until(() -> gateway.events().contains(event));
        return gateway.received().stream()
                .filter(each -> each.string("event_id").equals(Optional.of(event)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> toldUpTo(String event) {
        told(event);
        return gateway.events();
    }

    private static long unread(JsonObject notification) {
        return notification.object("counts").orElseThrow().integer("unread").orElse(-1L);
    }

    private static boolean isTo(TestUser user, JsonObject notification) {
        return notification.toString().contains(PushGateway.pushkey(user.id()));
    }
}
