package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

/** How people find their way from the old room into the new one. */
class UpgradedNamesIT extends RoomOfAlice {
    private static final String ALIAS = "/directory/room/{alias}";
    private static final String CANONICAL = "m.room.canonical_alias";

    private UpgradingCaller admin;

    @BeforeEach
    void anAdministrator() {
        admin = new UpgradingCaller(alice);
    }

    @Test
    void everyAliasAndTheRoomsOwnNamesLeadToTheNewRoom() {
        String main = gives("main");
        String other = gives("other");
        String unsaid = gives("unsaid");
        admin.sets(
                room,
                CANONICAL,
                "",
                "{\"alias\":\"%s\",\"alt_aliases\":[\"%s\"]}".formatted(main, other));

        String replacement = admin.upgrades(room, "12");

        for (String alias : new String[] {main, other, unsaid}) {
            assertThat(alice.read(ALIAS, alias).string("room_id")).contains(replacement);
        }
        assertThat(admin.state(replacement, CANONICAL))
                .hasToString("{\"alias\":\"%s\",\"alt_aliases\":[\"%s\"]}".formatted(main, other));
        assertThat(admin.state(room, CANONICAL)).isEqualTo(JsonObject.EMPTY);
        assertThat(aliasesOf(room)).isEmpty();
        bob.joins(main);
        assertThat(admin.member(replacement, bob).string("membership")).contains("join");
    }

    @Test
    void aNameThatLeadsNowhereIsNotTakenAlong() {
        String alias = gives("gone");
        admin.sets(room, CANONICAL, "", "{\"alias\":\"" + alias + "\"}");
        alice.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();

        String replacement = admin.upgrades(room, "12");

        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/state/{type}", replacement, CANONICAL);
    }

    @ParameterizedTest
    @CsvSource({"public, public, private", "private, private, private"})
    void thePlaceInTheDirectoryIsTheNewRooms(String before, String ofNew, String ofOld) {
        String old = alice.createsRoom("{\"visibility\":\"" + before + "\"}");

        String replacement = admin.upgrades(old, "11");

        assertThat(visibility(replacement)).isEqualTo(ofNew);
        assertThat(visibility(old)).isEqualTo(ofOld);
    }

    @Test
    void anInvitationOnlyRoomStaysOneAndNobodyIsInvited() {
        String old = alice.createsRoom("{\"preset\":\"private_chat\"}");
        alice.invites(old, bob);
        bob.joins(old);

        String replacement = admin.upgrades(old, "12");

        Refusal.FORBIDDEN.answersPost(bob, "/join/{room}", "{}", replacement);
        Refusal.NOT_FOUND.answersGet(
                alice, "/rooms/{room}/state/m.room.member/{user}", replacement, bob.id().value());
    }

    @Test
    void theMembersOfASpaceComeInAsBeforeAndARoomThatNamesItselfNamesItsSuccessor() {
        RoomCaller carol = new RoomCaller(web, tokens, "carol");
        String space = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(space);
        admin.sets(room, "m.room.join_rules", "", restrictedTo(space, room));

        String replacement = admin.upgrades(room, "11");

        assertThat(admin.state(replacement, "m.room.join_rules"))
                .hasToString(restrictedTo(space, replacement));
        bob.joins(replacement);
        Refusal.FORBIDDEN.answersPost(carol, "/join/{room}", "{}", replacement);
    }

    /** As canonical JSON. */
    private static String restrictedTo(String... rooms) {
        StringBuilder allow = new StringBuilder();
        for (String allowed : rooms) {
            allow.append(allow.isEmpty() ? "" : ",")
                    .append("{\"room_id\":\"")
                    .append(allowed)
                    .append("\",\"type\":\"m.room_membership\"}");
        }
        return "{\"allow\":[" + allow + "],\"join_rule\":\"restricted\"}";
    }

    private String gives(String name) {
        String alias = "#" + name + "-" + word + ":test.local";
        alice.put(ALIAS, "{\"room_id\":\"" + room + "\"}", alias);
        return alias;
    }

    private JsonArray aliasesOf(String where) {
        return alice.read("/rooms/{room}/aliases", where).array("aliases").orElseThrow();
    }

    private String visibility(String where) {
        return alice.read("/directory/list/room/{room}", where).string("visibility").orElseThrow();
    }
}
