package dev.ganglion.sync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class MoveTest {
    private static final RoomId OLD = RoomId.parse("!old:test.local");
    private static final RoomId NEW = RoomId.parse("!new:test.local");

    @Test
    void bothRoomsSayTheSame() {
        assertThat(
                        Move.into(
                                NEW,
                                bytes(
                                        "{\"content\":{\"predecessor\":{\"room_id\":\"!old:test.local\"}}}")))
                .contains(new Move(OLD, NEW));
        assertThat(
                        Move.outOf(
                                OLD,
                                bytes("{\"content\":{\"replacement_room\":\"!new:test.local\"}}")))
                .contains(new Move(OLD, NEW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"content\":{\"predecessor\":5,\"replacement_room\":5}}",
                "{\"content\":{\"predecessor\":{},\"replacement_room\":\"room\"}}",
                "{\"content\":{\"predecessor\":{\"room_id\":\"#a:x\"},\"replacement_room\":\"\"}}",
            })
    void whatNamesNoRoomSaysNothing(String event) {
        assertThat(Move.into(NEW, bytes(event))).isEmpty();
        assertThat(Move.outOf(OLD, bytes(event))).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
