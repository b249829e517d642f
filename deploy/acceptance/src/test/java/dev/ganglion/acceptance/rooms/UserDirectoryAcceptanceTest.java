package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.ids;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Locale;

/** {@code users.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class UserDirectoryAcceptanceTest {
    private final Homeserver server;
    private final Party party;
    private final String name = unique("Dora").replace("-", "");

    UserDirectoryAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @Test
    void whoIsInAPublicRoomIsFoundByNameAndById() {
        MatrixSession dora = somebodyCalled(name, party.publicRoom());
        awaitFound(party.mallory(), 1);

        JsonObject found = search(party.mallory(), name.toLowerCase(Locale.ROOT), 5);

        assertThat(found.bool("limited")).contains(false);
        assertThat(found.array("results").orElseThrow().objects())
                .singleElement()
                .satisfies(
                        some -> assertThat(some.string("user_id")).contains(dora.userId().value()))
                .satisfies(some -> assertThat(some.string("display_name")).contains(name))
                .satisfies(some -> assertThat(some.string("avatar_url")).contains("mxc://a.b/c"));
        assertThat(ids(search(party.mallory(), dora.userId().value(), 5), "results", "user_id"))
                .containsExactly(dora.userId().value());
    }

    @Test
    void aListThatIsCutShortSaysSo() {
        RoomId room = party.publicRoom();
        somebodyCalled(name + " One", room);
        somebodyCalled(name + " Two", room);
        awaitFound(party.bob(), 2);

        JsonObject found = search(party.bob(), name, 1);

        // Both are called so to the same degree; whose ID comes first is chance.
        assertThat(ids(found, "results", "display_name"))
                .singleElement()
                .isIn(name + " One", name + " Two");
        assertThat(found.bool("limited")).contains(true);
    }

    @Test
    void whoIsInAPrivateRoomIsFoundByThoseInIt() {
        RoomId room = party.privateRoom();
        MatrixSession dora = server.stranger();
        party.alice().invite(room, dora.userId());
        dora.join(room);
        setName(dora, name);
        awaitFound(party.alice(), 1);

        assertThat(ids(search(party.mallory(), name, 5), "results", "user_id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                | M_MISSING_PARAM
                    {"search_term": 5}                | M_BAD_JSON
                    {"search_term": "a", "limit": 0}  | M_INVALID_PARAM
                    {"search_term": "a", "limit": ""} | M_BAD_JSON
                    {"search_term":                   | M_NOT_JSON
                    """)
    void anInvalidRequestIsRefused(String request, String errcode) {
        refused(
                400,
                errcode,
                () -> party.bob().callWith("POST", v3("user_directory", "search"), request));
    }

    private MatrixSession somebodyCalled(String displayName, RoomId room) {
        MatrixSession somebody = server.stranger();
        setName(somebody, displayName);
        somebody.call(
                "PUT",
                v3("profile", somebody.userId(), "avatar_url"),
                JsonObject.of("avatar_url", "mxc://a.b/c"));
        somebody.join(room);
        return somebody;
    }

    private static void setName(MatrixSession who, String displayName) {
        who.call(
                "PUT",
                v3("profile", who.userId(), "displayname"),
                JsonObject.of("displayname", displayName));
    }

    /** The directory follows a moment later. */
    private void awaitFound(MatrixSession who, int count) {
        await().until(() -> ids(search(who, name, 5), "results", "user_id").size() == count);
    }

    private static JsonObject search(MatrixSession who, String term, int limit) {
        return who.call(
                "POST",
                v3("user_directory", "search"),
                JsonObject.builder().put("search_term", term).put("limit", limit).build());
    }
}
