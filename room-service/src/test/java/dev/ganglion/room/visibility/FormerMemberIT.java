package dev.ganglion.room.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What follows a leave without another join opens nothing that came after the leave. */
class FormerMemberIT extends RoomOfAlice {
    private static final String KNOCK = "/knock/{room}";
    private static final String LEAVE = "/rooms/{room}/leave";
    private static final String TOPIC = "/rooms/{room}/state/m.room.topic/";

    private RoomCaller carol;

    @BeforeEach
    void aRoomThatBobHasLeftAndCarolHasJoinedSince() {
        carol = new RoomCaller(web, tokens, "carol");
        alice.put(TOPIC, "{\"topic\":\"then\"}", room);
        bob.joins(room);
        bob.post(LEAVE, "{}", room);
        alice.put(TOPIC, "{\"topic\":\"now\"}", room);
        carol.joins(room);
    }

    @Test
    void whoKnocksAndTakesItBackReadsAsOfTheLeave() {
        alice.put("/rooms/{room}/state/m.room.join_rules/", "{\"join_rule\":\"knock\"}", room);
        bob.post(KNOCK, "{}", room);
        bob.post(LEAVE, "{}", room);

        bobReadsAsOfTheLeave();
    }

    @Test
    void whoTurnsDownAnotherInvitationReadsAsOfTheLeave() {
        alice.invites(room, bob);
        bob.post(LEAVE, "{}", room);

        bobReadsAsOfTheLeave();
    }

    @Test
    void whoIsBannedAfterTheLeaveReadsAsOfTheLeave() {
        aliceDoesToBob("ban");

        bobReadsAsOfTheLeave();
    }

    @Test
    void whoIsUnbannedReadsAsOfTheLeave() {
        aliceDoesToBob("ban");
        aliceDoesToBob("unban");

        bobReadsAsOfTheLeave();
    }

    @Test
    void anotherStayIsReadToItsOwnEnd() {
        bob.joins(room);
        bob.post(LEAVE, "{}", room);
        alice.put(TOPIC, "{\"topic\":\"later\"}", room);
        aliceDoesToBob("ban");

        assertThat(bob.read(TOPIC, room).string("topic")).contains("now");
        assertThat(bob.read("/rooms/{room}/members", room).toString()).contains(carol.id().value());
    }

    private void aliceDoesToBob(String what) {
        alice.post("/rooms/{room}/" + what, "{\"user_id\":\"" + bob.id() + "\"}", room);
    }

    private void bobReadsAsOfTheLeave() {
        assertThat(bob.read(TOPIC, room).string("topic")).contains("then");
        Refusal.NOT_FOUND.answersGet(
                bob, "/rooms/{room}/state/m.room.member/{user}", room, carol.id());
        assertThat(bob.read("/rooms/{room}/members", room).toString())
                .contains(bob.id().value())
                .doesNotContain(carol.id().value());
        byte[] state =
                bob.get("/rooms/{room}/state", room)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        assertThat(new String(Objects.requireNonNull(state), StandardCharsets.UTF_8))
                .contains("\"then\"")
                .doesNotContain("\"now\"");
    }
}
