package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v1;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** {@code room_event_by_timestamp.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class EventByTimestampAcceptanceTest {
    private static final long FAR_AHEAD = 4_000_000_000_000L;

    private final Party party;
    private final RoomId room;

    EventByTimestampAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
    }

    @Test
    void theNearestEventIsFoundInBothDirections() {
        EventId first = party.alice().send(room, "first");
        EventId last = party.alice().send(room, "last");
        JsonObject sent = party.bob().get(v3("rooms", room, "event", last));
        long then = sent.integer("origin_server_ts").orElseThrow();

        JsonObject before = nearest(party.bob(), FAR_AHEAD, "b");
        JsonObject after = nearest(party.bob(), 0, "f");

        assertThat(before.string("event_id")).contains(last.value());
        assertThat(before.integer("origin_server_ts")).contains(then);
        assertThat(after.string("event_id")).isPresent().isNotEqualTo(before.string("event_id"));
        assertThat(
                        party.bob()
                                .get(
                                        v3(
                                                "rooms",
                                                room,
                                                "event",
                                                after.string("event_id").orElseThrow()))
                                .string("type"))
                .contains("m.room.create");
        assertThat(nearest(party.bob(), then, "f").string("event_id"))
                .hasValueSatisfying(id -> assertThat(id).isIn(first.value(), last.value()));
    }

    @Test
    void whereNothingIsNothingIsFound() {
        refused(404, "M_NOT_FOUND", () -> nearest(party.bob(), FAR_AHEAD, "f"));
        refused(404, "M_NOT_FOUND", () -> nearest(party.bob(), 0, "b"));
    }

    @Test
    void whoMayNotSeeTheRoomFindsNothing() {
        for (RoomId hidden : List.of(party.privateRoom(), party.absentRoom())) {
            refused(403, "M_FORBIDDEN", () -> party.mallory().get(path(hidden) + "?ts=0&dir=f"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?ts=0,         M_MISSING_PARAM",
        "?dir=f,        M_MISSING_PARAM",
        "?ts=0&dir=up,  M_INVALID_PARAM",
        "?ts=now&dir=f, M_INVALID_PARAM"
    })
    void anInvalidRequestIsRefused(String query, String errcode) {
        refused(400, errcode, () -> party.bob().get(path(room) + query));
    }

    private JsonObject nearest(MatrixSession who, long time, String direction) {
        return who.get(path(room) + "?ts=" + time + "&dir=" + direction);
    }

    private static String path(RoomId room) {
        return v1("rooms", room, "timestamp_to_event");
    }
}
