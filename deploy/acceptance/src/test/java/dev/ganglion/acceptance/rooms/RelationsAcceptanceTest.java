package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.absentEvent;
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
import java.util.stream.IntStream;

/** {@code relations.yaml}. */
@ExtendWith(Stage.class)
class RelationsAcceptanceTest {
    private final Party party;
    private final RoomId room;
    private final EventId root;

    RelationsAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
        this.root = party.alice().send(room, "root");
    }

    @Test
    void whatRelatesIsListedByTypeOfRelationAndOfEvent() {
        String reaction = related(root, "m.reaction", "m.annotation");
        String reply = related(root, "m.room.message", "m.thread");
        String picture = related(root, "org.example.picture", "m.thread");
        String reference = related(root, "m.room.message", "m.reference");

        assertThat(eventIds(relations("", ""), "chunk"))
                .containsExactly(reference, picture, reply, reaction);
        assertThat(eventIds(relations("/m.thread", ""), "chunk")).containsExactly(picture, reply);
        assertThat(eventIds(relations("/m.thread/m.room.message", ""), "chunk"))
                .containsExactly(reply);
        assertThat(eventIds(relations("/org.example.none", ""), "chunk")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/m.thread", "/m.thread/m.room.message"})
    void theyAreReadPageByPageBetweenTwoPlacesInBothDirections(String which) {
        List<String> sent = thread(4);

        JsonObject newest = relations(which, "?limit=2&dir=b&recurse=true");
        String from = token(newest, "next_batch");
        JsonObject middle = relations(which, "?limit=1&dir=b&recurse=true&from=" + from);
        String to = token(middle, "next_batch");
        JsonObject between = relations(which, "?limit=9&recurse=false&from=" + from + "&to=" + to);
        JsonObject oldest = relations(which, "?dir=f&limit=3");
        JsonObject rest = relations(which, "?dir=f&from=" + token(oldest, "next_batch"));

        assertThat(eventIds(newest, "chunk")).containsExactly(sent.get(3), sent.get(2));
        assertThat(newest.has("prev_batch")).isFalse();
        assertThat(newest.integer("recursion_depth"))
                .hasValueSatisfying(d -> assertThat(d).isGreaterThan(2));
        assertThat(eventIds(middle, "chunk")).containsExactly(sent.get(1));
        assertThat(middle.has("prev_batch")).isTrue();
        assertThat(eventIds(between, "chunk")).containsExactly(sent.get(1));
        assertThat(eventIds(oldest, "chunk")).isEqualTo(sent.subList(0, 3));
        assertThat(oldest.has("recursion_depth")).isFalse();
        assertThat(eventIds(rest, "chunk")).isEqualTo(sent.subList(3, 4));
        assertThat(rest.has("next_batch")).isFalse();
    }

    @Test
    void whatRelatesToARelationIsListedIfThatIsWanted() {
        String reply = related(root, "m.room.message", "m.thread");
        String reaction = related(EventId.parse(reply), "m.reaction", "m.annotation");

        assertThat(eventIds(relations("", "?recurse=true"), "chunk"))
                .containsExactly(reaction, reply);
        assertThat(eventIds(relations("", "?recurse=false"), "chunk")).containsExactly(reply);
        assertThat(eventIds(relations("", ""), "chunk")).containsExactly(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/m.thread", "/m.thread/m.room.message"})
    void anEventThatIsNotThereOrNotForOnesEyesIsNotFound(String which) {
        RoomId closed = party.privateRoom();
        EventId secret = party.alice().send(closed, "secret");
        RoomId late = party.roomOfMembersOnly();
        EventId earlier = party.alice().send(late, "before Bob came");
        party.bob().join(late);

        refusedAs404(party.bob(), room, absentEvent(), which);
        refusedAs404(party.mallory(), closed, secret, which);
        refusedAs404(party.bob(), late, earlier, which);
        refusedAs404(party.bob(), party.absentRoom(), root, which);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=two",
                "?dir=up",
                "?from=tea",
                "?to=tea",
                "?recurse=deep"
            })
    void aParameterThatCannotBeIsInvalid(String query) {
        refused(400, "M_INVALID_PARAM", () -> relations("", query));
    }

    private static void refusedAs404(MatrixSession who, RoomId where, EventId event, String which) {
        refused(404, "M_NOT_FOUND", () -> who.get(path(where, event) + which));
    }

    private JsonObject relations(String which, String query) {
        return party.bob().get(path(room, root) + which + query);
    }

    private static String path(RoomId room, EventId event) {
        return v1("rooms", room, "relations", event);
    }

    private List<String> thread(int length) {
        return IntStream.range(0, length)
                .mapToObj(_ -> related(root, "m.room.message", "m.thread"))
                .toList();
    }

    private String related(EventId event, String type, String relType) {
        return relate(party.alice(), room, type, relType, event).value();
    }

    private static String token(JsonObject page, String name) {
        return escaped(page.string(name).orElseThrow());
    }
}
