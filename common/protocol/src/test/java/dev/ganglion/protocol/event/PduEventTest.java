package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class PduEventTest {
    private static final JsonObject EVENT =
            Json.parseObject(
                    """
                    {"type": "m.room.topic", "sender": "@a:d", "room_id": "!r:d", "state_key": "",
                     "content": {"topic": "x"}, "prev_events": [], "auth_events": [],
                     "depth": 1, "origin_server_ts": 1}
                    """);

    @ParameterizedTest
    @ValueSource(strings = {"type", "sender", "room_id"})
    void anEventWithoutTypeSenderOrRoomIsRefused(String missing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PduEvent.of(RoomVersion.V11, EVENT.without(missing)));
    }

    @ParameterizedTest
    @CsvSource({
        "type, 1",
        "sender, []",
        "room_id, {}",
        "state_key, 0",
        "state_key, null",
        "content, []",
        "prev_events, {}",
        "auth_events, null",
        "depth, \"1\"",
        "origin_server_ts, true",
        "sender, \"alice\"",
        "room_id, \"r\""
    })
    void aFieldOfTheWrongTypeIsRefused(String field, String value) {
        JsonObject event = EVENT.with(field, Json.parse(value));

        assertThatIllegalArgumentException().isThrownBy(() -> PduEvent.of(RoomVersion.V11, event));
    }

    @Test
    void versionsOneAndTwoTakeAnEventsOwnWordForItsId() {
        JsonObject event =
                Json.parseObject(EVENT.toString().replaceFirst("\\{", "{\"event_id\":\"\\$0:d\","));

        assertThat(PduEvent.of(RoomVersion.V2, event).eventId()).hasToString("$0:d");
        assertThatIllegalArgumentException().isThrownBy(() -> PduEvent.of(RoomVersion.V2, EVENT));
    }

    @Test
    void referencesArePairsInVersionsOneAndTwo() {
        JsonObject named = EVENT.with("event_id", Json.parse("\"$0:d\""));
        String pairs = "[[\"$1:d\",{\"sha256\":\"x\"}],[\"$2:d\",{}]]";

        PduEvent old = PduEvent.of(RoomVersion.V2, named.with("prev_events", Json.parse(pairs)));
        PduEvent later =
                PduEvent.of(RoomVersion.V3, EVENT.with("auth_events", Json.parse("[\"$3:d\"]")));

        assertThat(old.prevEvents()).map(Object::toString).containsExactly("$1:d", "$2:d");
        assertThat(later.authEvents()).map(Object::toString).containsExactly("$3:d");
    }

    /** Otherwise a create event could hide that others come before it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | [\"$1:d\"]",
                "2 | [[]]",
                "2 | [[1,{}]]",
                "2 | [[{},\"$1:d\"]]",
                "2 | [[\"1\",{}]]",
                "3 | [[\"$1:d\",{}]]",
                "3 | [1]",
                "3 | [null]",
                "3 | [[]]",
                "3 | [\"1\"]"
            })
    void r01_aReferenceThatTheRoomVersionDoesNotKnowIsRefused(String version, String references) {
        JsonObject event = EVENT.with("event_id", Json.parse("\"$0:d\""));

        for (String field : List.of("prev_events", "auth_events")) {
            assertThatIllegalArgumentException()
                    .as(field)
                    .isThrownBy(
                            () ->
                                    PduEvent.of(
                                            RoomVersion.get(version),
                                            event.with(field, Json.parse(references))));
        }
    }

    @Test
    void aNameForPeopleTellsTypeKeyAndId() {
        PduEvent event = PduEvent.of(RoomVersion.V11, EVENT);

        assertThat(event).hasToString("m.room.topic[] " + event.eventId());
    }
}
