package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code mutual_rooms.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class MutualRoomsAcceptanceTest {
    /** More than a page. */
    private static final int MANY = 101;

    private final Homeserver server;
    private final Party party;

    MutualRoomsAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @Test
    void onlyTheRoomsThatBothAreInAreListed() {
        MatrixSession dora = server.stranger();
        RoomId both = party.publicRoom();
        RoomId left = party.publicRoom();
        RoomId invited = party.publicRoom();
        party.publicRoom();
        dora.join(both);
        dora.join(left);
        dora.leave(left);
        party.alice().invite(invited, dora.userId());

        JsonObject found = mutual(party.alice(), dora.userId().value(), "");

        assertThat(found.array("joined").orElseThrow().strings()).containsExactly(both.value());
        assertThat(found.integer("count")).contains(1L);
        assertThat(found.has("next_batch")).isFalse();
    }

    @Test
    void manyRoomsAreReadPageByPage() {
        MatrixSession dora = server.stranger();
        MatrixSession emil = server.stranger();
        Set<String> rooms =
                IntStream.range(0, MANY)
                        .parallel()
                        .mapToObj(_ -> dora.createRoom(JsonObject.of("preset", "public_chat")))
                        .map(emil::join)
                        .map(RoomId::value)
                        .collect(Collectors.toSet());

        JsonObject first = mutual(dora, emil.userId().value(), "");
        JsonObject second =
                mutual(
                        dora,
                        emil.userId().value(),
                        "&from=" + escaped(first.string("next_batch").orElseThrow()));

        assertThat(first.integer("count")).contains((long) MANY);
        assertThat(second.integer("count")).contains((long) MANY);
        assertThat(second.has("next_batch")).isFalse();
        assertThat(
                        Stream.of(first, second)
                                .flatMap(page -> page.array("joined").orElseThrow().strings()))
                .containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void withWhoIsNotKnownOneSharesNothing() {
        String nobody = "@" + unique("nobody") + ":" + party.alice().userId().serverName();

        assertThat(mutual(party.alice(), nobody, ""))
                .isEqualTo(json("{\"joined\": [], \"count\": 0}"));
    }

    @Test
    void whatCannotBeIsInvalid() {
        String bob = party.bob().userId().value();

        refused(400, "M_MISSING_PARAM", () -> party.alice().get(v1("mutual_rooms")));
        refused(400, "M_INVALID_PARAM", () -> mutual(party.alice(), "bob", ""));
        refused(400, "M_INVALID_PARAM", () -> mutual(party.alice(), "@b\u00e4r:test.local", ""));
        refused(400, "M_INVALID_PARAM", () -> mutual(party.bob(), bob, ""));
        refused(400, "M_INVALID_PARAM", () -> mutual(party.alice(), bob, "&from=tea"));
    }

    private static JsonObject mutual(MatrixSession who, String other, String query) {
        return who.get(v1("mutual_rooms") + "?user_id=" + escaped(other) + query);
    }
}
