package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.persist.RoomClosing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;
import java.util.List;

class MembersIT extends RoomOfAlice {
    private static final String MEMBERS = "/rooms/{room}/members";

    @Autowired private RoomClosing closing;

    private RoomCaller carol;

    @BeforeEach
    void carolToo() {
        carol = new RoomCaller(web, tokens, "carol");
    }

    @Test
    void theMembersAreTheMembershipEvents() {
        bob.joins(room);
        alice.invites(room, carol);

        assertThat(members(alice, "")).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(members(alice, "?membership=join")).containsExactlyInAnyOrder("alice", "bob");
        assertThat(members(alice, "?not_membership=join")).containsExactly("carol");
        assertThat(members(alice, "?membership=invite&not_membership=join"))
                .containsExactly("carol");
    }

    @Test
    void theMembersAtAnEarlierPlaceAreThoseOfThen() {
        bob.joins(room);
        String place =
                alice.read("/rooms/{room}/messages?dir=b&limit=1", room)
                        .string("start")
                        .orElseThrow();
        carol.joins(room);

        assertThat(members(alice, "?at=" + place)).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void r07_aFormerMemberSeesTheMembersOfWhenTheyLeft() {
        bob.joins(room);
        bob.post("/rooms/{room}/leave", "{}", room);
        carol.joins(room);

        assertThat(members(bob, "")).containsExactlyInAnyOrder("alice", "bob");
        assertThat(members(bob, "?at=t0-999999999")).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void r07_membersFromBeforeTheHistoryThatOneMaySeeAreRefused() {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility",
                "{\"history_visibility\":\"joined\"}",
                room);
        alice.sends(room, "hidden", "t1");
        String place =
                alice.read("/rooms/{room}/messages?dir=b&limit=1", room)
                        .string("start")
                        .orElseThrow();
        bob.joins(room);

        Refusal.FORBIDDEN.answersGet(bob, MEMBERS + "?at=" + place, room);
    }

    @Test
    void strangersSeeNoMembers() {
        Refusal.FORBIDDEN.answersGet(bob, MEMBERS, room);
        Refusal.FORBIDDEN.answersGet(bob, "/rooms/{room}/joined_members", room);
        Refusal.FORBIDDEN.answersGet(alice, MEMBERS, "!nowhere:test.local");
    }

    @Test
    void unknownMembershipsAndTokensAreRefused() {
        Refusal.INVALID_PARAM.answersGet(alice, MEMBERS + "?membership=guest", room);
        Refusal.INVALID_PARAM.answersGet(alice, MEMBERS + "?at=yesterday", room);
    }

    @Test
    void joinedMembersAreAMapOfThoseInside() {
        bob.joins(room);
        alice.invites(room, carol);

        JsonObject joined =
                alice.read("/rooms/{room}/joined_members", room).object("joined").orElseThrow();

        assertThat(joined.keys()).containsExactlyInAnyOrder(alice.id().value(), bob.id().value());
    }

    @Test
    void joinedMembersAreForMembersOnly() {
        bob.joins(room);
        bob.post("/rooms/{room}/leave", "{}", room);

        Refusal.FORBIDDEN.answersGet(bob, "/rooms/{room}/joined_members", room);
    }

    @Test
    void joinedRoomsAreThoseOneIsIn() {
        RoomCaller dora = new RoomCaller(web, tokens, "dora-of-the-rooms");
        String left = alice.createsRoom("{\"preset\":\"public_chat\"}");
        dora.joins(room);
        String closed = alice.createsRoom("{\"preset\":\"public_chat\"}");
        dora.joins(left);
        dora.joins(closed);
        dora.post("/rooms/{room}/leave", "{}", left);
        closing.close(RoomId.parse(closed), RoomClosing.Attachment.ANY, Duration.ofDays(1)).block();

        assertThat(dora.read("/joined_rooms").array("joined_rooms").orElseThrow().strings())
                .containsExactly(room);
    }

    private List<String> members(RoomCaller reader, String query) {
        return reader.read(MEMBERS + query, room)
                .array("chunk")
                .orElseThrow()
                .objects()
                .map(event -> event.string("state_key").orElseThrow())
                .map(user -> user.substring(1, user.indexOf(':')))
                .toList();
    }
}
