package dev.ganglion.room.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class InitialStateIT extends RoomOfAlice {
    private static final Refusal BAD_ALIAS = new Refusal(400, "M_BAD_ALIAS");

    @Test
    void aRoomBeginsWithUpToAHundredEventsOfItsCreatorsChoice() {
        String created = alice.createsRoom(notes(100));

        assertThat(alice.read("/rooms/{room}/state/org.example.note/99", created))
                .isEqualTo(JsonObject.EMPTY);
        Refusal.INVALID_PARAM.answersPost(alice, "/createRoom", notes(101));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.room.member", "m.room.create"})
    void whatHasAPlaceOfItsOwnInTheRequestIsNoInitialState(String type) {
        Refusal.INVALID_PARAM.answersPost(
                alice,
                "/createRoom",
                initialState(
                        "{\"type\":\""
                                + type
                                + "\",\"state_key\":\"@bob:test.local\","
                                + "\"content\":{\"membership\":\"invite\"}}"));
    }

    @Test
    void aLongTypeOrStateKeyIsRefused() {
        Refusal tooLarge = new Refusal(413, "M_TOO_LARGE");
        String longKey = "€".repeat(86);

        tooLarge.answersPost(
                alice,
                "/createRoom",
                initialState("{\"type\":\"" + longKey + "\",\"content\":{}}"));
        tooLarge.answersPost(
                alice,
                "/createRoom",
                initialState(
                        "{\"type\":\"org.example.note\",\"state_key\":\""
                                + longKey
                                + "\",\"content\":{}}"));
    }

    @Test
    void aNewRoomCallsItselfOnlyByTheAliasThatItIsCreatedWith() {
        String name = "tea-" + UUID.randomUUID();
        String others = "{\"alt_aliases\":[\"#" + name + ":test.local\"]}";

        BAD_ALIAS.answersPost(alice, "/createRoom", initialState(canonicalAlias(others)));
        String created =
                alice.createsRoom(
                        "{\"room_alias_name\":\""
                                + name
                                + "\","
                                + initialState(canonicalAlias(others)).substring(1));

        assertThat(alice.read("/rooms/{room}/state/m.room.canonical_alias", created))
                .hasToString(others);
    }

    @Test
    void theAliasOfAnotherRoomIsNotTheNewOnes() {
        String alias = "#tea-" + UUID.randomUUID() + ":test.local";
        alice.put("/directory/room/{alias}", "{\"room_id\":\"" + room + "\"}", alias);

        BAD_ALIAS.answersPost(
                alice,
                "/createRoom",
                initialState(canonicalAlias("{\"alias\":\"" + alias + "\"}")));
        Refusal.INVALID_PARAM.answersPost(
                alice, "/createRoom", initialState(canonicalAlias("{\"alias\":\"tea\"}")));
    }

    @Test
    void aRoomBeginsWithAtMostAHundredInvitations() {
        String guests =
                IntStream.range(0, 101)
                        .mapToObj(guest -> "\"@guest" + guest + ":test.local\"")
                        .collect(Collectors.joining(","));

        Refusal.INVALID_PARAM.answersPost(alice, "/createRoom", "{\"invite\":[" + guests + "]}");
    }

    private static String notes(int count) {
        return initialState(
                IntStream.range(0, count)
                        .mapToObj(
                                note ->
                                        "{\"type\":\"org.example.note\",\"state_key\":\""
                                                + note
                                                + "\",\"content\":{}}")
                        .collect(Collectors.joining(",")));
    }

    private static String canonicalAlias(String content) {
        return "{\"type\":\"m.room.canonical_alias\",\"content\":" + content + "}";
    }

    private static String initialState(String events) {
        return "{\"initial_state\":[" + events + "]}";
    }
}
