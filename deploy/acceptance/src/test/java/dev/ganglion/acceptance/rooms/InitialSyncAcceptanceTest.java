package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.eventIds;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code room_initial_sync.yaml}. */
@ExtendWith(Stage.class)
class InitialSyncAcceptanceTest {
    private final Party party;

    InitialSyncAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void aMemberSeesAllOfTheRoom() {
        RoomId room =
                party.alice()
                        .createRoom(
                                json("{\"preset\": \"public_chat\", \"visibility\": \"public\"}"));
        party.bob().join(room);
        List<String> sent = send(room, 25);
        party.bob()
                .call(
                        "PUT",
                        v3(
                                "user",
                                party.bob().userId(),
                                "rooms",
                                room,
                                "account_data",
                                "org.example.tea"),
                        JsonObject.of("kind", "green"));

        JsonObject seen = initialSync(party.bob(), room);

        assertThat(seen.string("room_id")).contains(room.value());
        assertThat(seen.string("membership")).contains("join");
        assertThat(seen.string("visibility")).contains("public");
        assertThat(seen.array("account_data").orElseThrow().objects())
                .extracting(event -> event.string("type").orElseThrow())
                .contains("org.example.tea");
        assertThat(seen.array("state").orElseThrow().objects())
                .extracting(event -> event.string("type").orElseThrow())
                .contains("m.room.create", "m.room.member", "m.room.power_levels");
        JsonObject messages = seen.object("messages").orElseThrow();
        List<String> newest = eventIds(messages, "chunk");
        assertThat(newest).isNotEmpty().isEqualTo(sent.subList(25 - newest.size(), 25));
        assertThat(eventIds(page(room, "b", messages.string("start").orElseThrow()), "chunk"))
                .containsExactly(sent.get(24 - newest.size()));
        assertThat(eventIds(page(room, "f", messages.string("end").orElseThrow()), "chunk"))
                .isEmpty();
    }

    @Test
    void whoHasLeftSeesTheRoomOfThatTime() {
        RoomId room = party.sharedRoom();
        party.alice().sendState(room, "m.room.topic", "", JsonObject.of("topic", "before"));
        party.bob().leave(room);
        party.alice().sendState(room, "m.room.topic", "", JsonObject.of("topic", "after"));
        EventId later = party.alice().send(room, "later");

        JsonObject seen = initialSync(party.bob(), room);

        assertThat(seen.string("membership")).contains("leave");
        assertThat(eventIds(seen.object("messages").orElseThrow(), "chunk"))
                .isNotEmpty()
                .doesNotContain(later.value());
        assertThat(seen.array("state").orElseThrow().objects())
                .filteredOn(event -> event.string("type").orElseThrow().equals("m.room.topic"))
                .singleElement()
                .satisfies(
                        event ->
                                assertThat(event.object("content").orElseThrow().string("topic"))
                                        .contains("before"));
    }

    @Test
    void whoPeeksSeesTheRoomWithoutBeingInIt() {
        RoomId room = party.readableRoom();
        EventId event = party.alice().send(room, "Hello");

        JsonObject seen = initialSync(party.mallory(), room);

        assertThat(seen.has("membership")).isFalse();
        assertThat(seen.string("visibility")).contains("private");
        assertThat(eventIds(seen.object("messages").orElseThrow(), "chunk"))
                .contains(event.value());
    }

    @Test
    void whoWasNeverInTheRoomIsForbidden() {
        for (RoomId hidden : List.of(party.privateRoom(), party.absentRoom())) {
            refused(403, "M_FORBIDDEN", () -> initialSync(party.mallory(), hidden));
        }
    }

    private List<String> send(RoomId room, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> party.alice().send(room, "message " + number).value())
                .toList();
    }

    private JsonObject page(RoomId room, String direction, String from) {
        return party.bob().messages(room, direction, Optional.of(from), 1);
    }

    private static JsonObject initialSync(MatrixSession who, RoomId room) {
        return who.get(v3("rooms", room, "initialSync"));
    }
}
