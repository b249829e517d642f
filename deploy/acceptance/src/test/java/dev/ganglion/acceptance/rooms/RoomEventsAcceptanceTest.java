package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Optional;

/** {@code rooms.yaml}, but for what it says about state: one event, and members. */
@ExtendWith(Stage.class)
class RoomEventsAcceptanceTest {
    private final Party party;

    RoomEventsAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void aDeviceSeesItsTransactionIdInAnEvent() {
        RoomId room = party.sharedRoom();
        String txnId = unique("txn");
        EventId event =
                party.alice().send(room, "m.room.message", txnId, JsonObject.of("body", "Hi"));

        JsonObject seen = party.alice().get(v3("rooms", room, "event", event));

        assertThat(seen.string("event_id")).contains(event.value());
        assertThat(seen.string("room_id")).contains(room.value());
        assertThat(seen.object("unsigned").flatMap(some -> some.string("transaction_id")))
                .contains(txnId);
    }

    @Test
    void anEventThatOneMayNotReadIsNotFound() {
        RoomId room = party.privateRoom();
        EventId event = party.alice().send(room, "private");
        EventId absent = EventId.parse("$" + "a".repeat(43));

        refused(404, "M_NOT_FOUND", () -> party.mallory().get(v3("rooms", room, "event", event)));
        refused(404, "M_NOT_FOUND", () -> party.alice().get(v3("rooms", room, "event", absent)));
    }

    @Test
    void membersAreListedByMembership() {
        RoomId room = everyMembership();

        assertThat(members(room, "")).hasSize(4);
        assertThat(members(room, "?membership=join"))
                .containsExactly(party.alice().userId().value());
        assertThat(members(room, "?membership=invite"))
                .containsExactly(party.bob().userId().value());
        assertThat(members(room, "?not_membership=ban"))
                .hasSize(3)
                .doesNotContain(party.mallory().userId().value());
        // Together they mean "either".
        assertThat(members(room, "?membership=join&not_membership=leave"))
                .hasSize(3)
                .doesNotContain(party.carol().userId().value());
    }

    @Test
    void membersAreListedAsTheyWereThen() {
        RoomId room = party.publicRoom();
        String then = end(party.alice(), room);
        party.bob().join(room);

        assertThat(members(room, "?at=" + escaped(then)))
                .containsExactly(party.alice().userId().value());
        assertThat(members(room, "")).hasSize(2);
    }

    @Test
    void joinedMembersAreListedWithTheirNames() {
        RoomId room = party.publicRoom();
        UserId carol = party.carol().userId();
        party.carol()
                .call(
                        "PUT",
                        v3("profile", carol, "displayname"),
                        JsonObject.of("displayname", "Carol"));
        party.carol().join(room);

        JsonObject joined =
                party.carol()
                        .get(v3("rooms", room, "joined_members"))
                        .object("joined")
                        .orElseThrow();

        assertThat(joined.keys())
                .containsExactlyInAnyOrder(party.alice().userId().value(), carol.value());
        assertThat(joined.object(carol.value()).orElseThrow().string("display_name"))
                .contains("Carol");
    }

    @Test
    void whoIsNotInTheRoomSeesNoMembers() {
        RoomId room = party.privateRoom();

        for (String what : List.of("members", "joined_members")) {
            refused(403, "M_FORBIDDEN", () -> party.mallory().get(v3("rooms", room, what)));
        }
    }

    /** Joined, invited, banned, and one who has left. */
    private RoomId everyMembership() {
        RoomId room = party.publicRoom();
        party.alice().ban(room, party.mallory().userId());
        party.alice().invite(room, party.bob().userId());
        party.carol().join(room);
        party.carol().leave(room);
        return room;
    }

    private List<String> members(RoomId room, String query) {
        return party.alice()
                .get(v3("rooms", room, "members") + query)
                .array("chunk")
                .orElseThrow()
                .objects()
                .map(event -> event.string("state_key").orElseThrow())
                .toList();
    }

    private static String end(MatrixSession reader, RoomId room) {
        return reader.messages(room, "b", Optional.empty(), 1).string("start").orElseThrow();
    }
}
