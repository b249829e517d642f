package dev.ganglion.room.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.Objects;

/** What a redaction of state takes away, wherever a copy of it is kept. */
class RedactIT extends RoomOfAlice {
    private static final String STATE = "/rooms/{room}/state/{type}/{key}";

    @Autowired private DatabaseClient database;

    @BeforeEach
    void bobIsInItAndItIsInTheDirectory() {
        bob.joins(room);
        alice.put("/directory/list/room/{room}", "{\"visibility\":\"public\"}", room);
    }

    @Test
    void aRedactedDisplayNameIsGoneFromTheMemberList() {
        String event =
                puts(
                        bob,
                        "m.room.member",
                        bob.id().value(),
                        "{\"membership\":\"join\",\"displayname\":\"%s\",\"avatar_url\":\"mxc://a/%s\"}");

        redacts(event);

        JsonObject joined = alice.read("/rooms/{room}/joined_members", room);
        assertThat(joined.object("joined").orElseThrow().object(bob.id().value())).isPresent();
        assertThat(joined.toString()).doesNotContain(word);
    }

    @Test
    void aRedactedNameIsGoneFromWhatTheInvitedSee() {
        String event = puts(alice, "m.room.name", "", "{\"name\":\"%s\"}");
        RoomCaller carol = new RoomCaller(web, tokens, "carol");
        alice.invites(room, carol);
        assertThat(shownTo(carol)).contains(word);

        redacts(event);

        assertThat(shownTo(carol)).doesNotContain(word).contains("m.room.name");
    }

    @Test
    void aRedactedNameIsNotShownToThoseInvitedLater() {
        String event = puts(alice, "m.room.name", "", "{\"name\":\"%s\"}");
        redacts(event);
        RoomCaller dora = new RoomCaller(web, tokens, "dora");

        alice.invites(room, dora);

        assertThat(shownTo(dora)).doesNotContain(word).contains("m.room.name");
    }

    @Test
    void aRedactedTopicIsGoneFromTheDirectory() {
        String event = puts(alice, "m.room.topic", "", "{\"topic\":\"%s\"}");
        assertThat(listed()).isNotEmpty();

        redacts(event);

        assertThat(listed()).isEmpty();
    }

    @Test
    void a10ASuspendedUserRedactsNothingButTheirOwnEvents() {
        String own = alice.sends(room, "mine " + word, "own");
        String others = bob.sends(room, "his " + word, "others");
        RoomCaller suspended = RoomCaller.ofSuspended(web, tokens, "alice");
        String path = "/rooms/{room}/redact/{event}/{txnId}";

        new Refusal(403, "M_USER_SUSPENDED").answersPut(suspended, path, "{}", room, others, "r1");
        suspended.put(path, "{}", room, own, "r2");

        assertThat(alice.read("/rooms/{room}/event/{event}", room, own).toString())
                .doesNotContain(word);
        assertThat(alice.read("/rooms/{room}/event/{event}", room, others).toString())
                .contains(word);
    }

    @Test
    void redactedPowerLevelsAreInForceAsWhatIsLeftOfThem() {
        String restricted =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"room_version\":\"10\",\"power_level_content_override\":"
                                + "{\"invite\":50,\"state_default\":50}}");
        bob.joins(restricted);
        RoomCaller carol = new RoomCaller(web, tokens, "carol");
        String invitation = "{\"user_id\":\"" + carol.id() + "\"}";
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/invite", invitation, restricted);

        redacts(alice, restricted, eventId(restricted, "m.room.power_levels"));

        bob.post("/rooms/{room}/invite", invitation, restricted);
    }

    @Test
    void redactedStateThatWasReplacedLeavesWhatReplacedIt() {
        String old = puts(alice, "m.room.name", "", "{\"name\":\"%s\"}");
        alice.put(STATE, "{\"name\":\"new\"}", room, "m.room.name", "");

        redacts(old);

        assertThat(alice.read(STATE, room, "m.room.name", "").string("name")).contains("new");
    }

    private String puts(RoomCaller who, String type, String key, String body) {
        return who.put(STATE, body.replace("%s", word), room, type, key)
                .string("event_id")
                .orElseThrow();
    }

    private void redacts(String event) {
        redacts(alice, room, event);
    }

    private static void redacts(RoomCaller who, String where, String event) {
        who.put("/rooms/{room}/redact/{event}/{txn}", "{}", where, event, event.substring(1));
    }

    private JsonArray listed() {
        return alice.post("/publicRooms", "{\"filter\":{\"generic_search_term\":\"" + word + "\"}}")
                .array("chunk")
                .orElseThrow();
    }

    private String eventId(String where, String type) {
        return text(
                """
                select e.event_id
                from rooms.event e
                join rooms.room r on r.room_nid = e.room_nid
                where r.room_id = :room and e.type = :argument
                """,
                where,
                type);
    }

    private String shownTo(RoomCaller user) {
        return text(
                """
                select convert_from(i.stripped_state, 'UTF8')
                from rooms.invite_state i
                join rooms.room r on r.room_nid = i.room_nid
                where r.room_id = :room and i.user_id = :argument
                """,
                room,
                user.id().value());
    }

    private String text(String sql, String where, String argument) {
        return Objects.requireNonNull(
                database.sql(sql)
                        .bind("room", where)
                        .bind("argument", argument)
                        .map(row -> Objects.requireNonNull(row.get(0, String.class)))
                        .one()
                        .block());
    }
}
