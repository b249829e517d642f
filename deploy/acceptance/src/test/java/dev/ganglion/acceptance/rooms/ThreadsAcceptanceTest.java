package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.eventIds;
import static dev.ganglion.acceptance.rooms.Party.relate;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** {@code threads_list.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class ThreadsAcceptanceTest {
    private final Party party;
    private final RoomId room;

    ThreadsAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
    }

    @Test
    void threadsAreListedPageByPageAndOnlyOnesOwnIfWanted() {
        EventId bobs = threadOf(party.bob());
        EventId alices = threadOf(party.alice());

        JsonObject first = threads("?include=all&limit=1");
        JsonObject second =
                threads(
                        "?include=all&limit=1&from="
                                + escaped(first.string("next_batch").orElseThrow()));

        assertThat(eventIds(first, "chunk")).containsExactly(alices.value());
        assertThat(eventIds(second, "chunk")).containsExactly(bobs.value());
        assertThat(second.has("next_batch")).isFalse();
        assertThat(eventIds(threads("?include=participated"), "chunk"))
                .containsExactly(bobs.value());
        assertThat(eventIds(threads(""), "chunk")).containsExactly(alices.value(), bobs.value());
    }

    @Test
    void aThreadComesWithItsSummary() {
        EventId root = threadOf(party.bob());
        EventId latest = relate(party.alice(), room, "m.room.message", "m.thread", root);

        JsonObject summary =
                threads("")
                        .array("chunk")
                        .orElseThrow()
                        .objects()
                        .findFirst()
                        .flatMap(event -> event.object("unsigned"))
                        .flatMap(unsigned -> unsigned.object("m.relations"))
                        .flatMap(relations -> relations.object("m.thread"))
                        .orElseThrow();

        assertThat(summary.integer("count")).contains(2L);
        assertThat(summary.bool("current_user_participated")).contains(true);
        assertThat(summary.object("latest_event").orElseThrow().string("event_id"))
                .contains(latest.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?from=tea", "?include=some", "?limit=0"})
    void aParameterThatCannotBeIsInvalid(String query) {
        refused(400, "M_INVALID_PARAM", () -> threads(query));
    }

    @Test
    void whoMayNotSeeTheRoomIsForbidden() {
        RoomId banned = party.publicRoom();
        party.alice().ban(banned, party.mallory().userId());

        for (RoomId hidden : List.of(party.privateRoom(), banned, party.absentRoom())) {
            refused(403, "M_FORBIDDEN", () -> party.mallory().get(v1("rooms", hidden, "threads")));
        }
    }

    @Test
    void whoMayPeekSeesTheThreads() {
        RoomId readable = party.readableRoom();
        EventId root = party.alice().send(readable, "root");
        relate(party.alice(), readable, "m.room.message", "m.thread", root);

        assertThat(eventIds(party.mallory().get(v1("rooms", readable, "threads")), "chunk"))
                .containsExactly(root.value());
    }

    /** Begun by Alice, with an answer. */
    private EventId threadOf(MatrixSession answering) {
        EventId root = party.alice().send(room, "root");
        relate(answering, room, "m.room.message", "m.thread", root);
        return root;
    }

    private JsonObject threads(String query) {
        return party.bob().get(v1("rooms", room, "threads") + query);
    }
}
