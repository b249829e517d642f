package dev.ganglion.room.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client-server API, "Knocking on rooms". Bob stands before Alice's door. */
class KnockIT extends RoomOfAlice {
    private static final String KNOCK = "/knock/{room}";
    private static final String MEMBER = "/rooms/{room}/state/m.room.member/{user}";

    private String door;

    @BeforeEach
    void aDoorOfAlice() {
        door = versioned("12", "knock");
    }

    @Test
    void aKnockSaysWhoAndWhyAndTakesAllParameters() {
        alice.put(
                "/directory/room/{alias}",
                "{\"room_id\":\"" + door + "\"}",
                "#" + word + ":test.local");
        bob.put("/profile/{user}/displayname", "{\"displayname\":\"Bob\"}", bob.id());

        JsonObject answer =
                bob.post(
                        "/knock/{room}?via=test.local&via=example.org&server_name=example.org",
                        "{\"reason\":\"tea?\"}",
                        "#" + word + ":test.local");

        assertThat(answer.string("room_id")).contains(door);
        JsonObject knock = alice.read(MEMBER, door, bob.id());
        assertThat(knock.string("membership")).contains("knock");
        assertThat(knock.string("reason")).contains("tea?");
        assertThat(knock.string("displayname")).contains("Bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8", "9", "10", "11", "12"})
    void oneKnocksWithoutABodyAgainAndTakesItBack(String version) {
        String other = versioned(version, "knock");

        bob.post(KNOCK, "", other);
        bob.post(KNOCK, "{}", other);
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/join", "{}", other);
        bob.post("/rooms/{room}/leave", "{}", other);

        assertThat(alice.read(MEMBER, other, bob.id()).string("membership")).contains("leave");
    }

    @Test
    void aKnockIsTurnedDownByAKick() {
        bob.post(KNOCK, "{}", door);

        alice.post("/rooms/{room}/kick", target(), door);

        assertThat(alice.read(MEMBER, door, bob.id()).string("membership")).contains("leave");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "invite", "private", "restricted"})
    void otherRulesLetNobodyKnock(String rule) {
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", versioned("12", rule));
    }

    @Test
    void aVersionWithoutKnocksTakesNone() {
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", versioned("6", "knock"));
    }

    @Test
    void whoIsInvitedOrInsideNeedNotKnockAndTheBannedMayNot() {
        alice.invites(door, bob);
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", door);
        bob.joins(door);
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", door);
        alice.post("/rooms/{room}/ban", target(), door);
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", door);
    }

    @Test
    void whereThereIsNoRoomNobodyKnocks() {
        Refusal.NOT_FOUND.answersPost(bob, KNOCK, "{}", "!nowhere:test.local");
        Refusal.NOT_FOUND.answersPost(bob, KNOCK, "{}", "!nowhere:example.org");
        Refusal.NOT_FOUND.answersPost(bob, KNOCK, "{}", "#nowhere:test.local");
        Refusal.NOT_FOUND.answersPost(bob, KNOCK + "?via=example.org", "{}", "#no:example.org");
        Refusal.INVALID_PARAM.answersPost(bob, KNOCK, "{}", "nonsense");
        Refusal.BAD_JSON.answersPost(bob, KNOCK, "{\"reason\":1}", door);
    }

    private String versioned(String version, String rule) {
        return alice.createsRoom(
                """
                {"preset":"private_chat","room_version":"%s","initial_state":[
                  {"type":"m.room.join_rules","content":{"join_rule":"%s"}}]}
                """
                        .formatted(version, rule));
    }

    private String target() {
        return "{\"user_id\":\"" + bob.id() + "\"}";
    }
}
