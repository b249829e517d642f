package dev.ganglion.sync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class DirectRoomsTest {
    private final DirectRooms rooms = new DirectRooms(JsonMapper.builder().build());
    private final Move move =
            new Move(RoomId.parse("!old:test.local"), RoomId.parse("!new:test.local"));

    @Test
    void theNewRoomStandsWhereverTheOldOneDoes() {
        assertThat(
                        with(
                                "{\"@b:x\":[\"!old:test.local\"],\"@c:x\":[\"!a:x\"],"
                                        + "\"odd\":0.5,\"@d:x\":[1,\"!old:test.local\",\"!b:x\"]}"))
                .contains(
                        "{\"@b:x\":[\"!old:test.local\",\"!new:test.local\"],\"@c:x\":[\"!a:x\"],"
                                + "\"odd\":0.5,\"@d:x\":[1,\"!old:test.local\",\"!b:x\",\"!new:test.local\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"@b:x\":\"!old:test.local\"}",
                "{\"@b:x\":[\"!other:test.local\"]}",
                "{\"@b:x\":[\"!old:test.local\",\"!new:test.local\"]}",
            })
    void elsewhereNothingChanges(String content) {
        assertThat(with(content)).isEmpty();
    }

    private Optional<String> with(String content) {
        return rooms.with(content.getBytes(StandardCharsets.UTF_8), move)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
