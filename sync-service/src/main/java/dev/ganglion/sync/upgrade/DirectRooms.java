package dev.ganglion.sync.upgrade;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads and changes {@code m.direct}: for each user the rooms that are for talking to that user
 * alone. Clients write it, so anything may stand there. Module "Direct Messaging".
 */
@Component
class DirectRooms {
    static final byte[] NONE = "{}".getBytes(StandardCharsets.US_ASCII);

    private final JsonMapper mapper;

    DirectRooms(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** With the new room wherever the old one stands; empty when that changes nothing. */
    Optional<byte[]> with(byte[] content, Move move) {
        if (!(mapper.readTree(content) instanceof ObjectNode users)) {
            return Optional.empty();
        }
        boolean isChanged = false;
        for (JsonNode rooms : users) {
            isChanged |= rooms instanceof ArrayNode list && add(list, move);
        }
        return isChanged ? Optional.of(mapper.writeValueAsBytes(users)) : Optional.empty();
    }

    private static boolean add(ArrayNode rooms, Move move) {
        boolean isWanted =
                contains(rooms, move.from().value()) && !contains(rooms, move.to().value());
        if (isWanted) {
            rooms.add(move.to().value());
        }
        return isWanted;
    }

    private static boolean contains(ArrayNode rooms, String room) {
        for (JsonNode listed : rooms) {
            if (listed.isString() && listed.stringValue().equals(room)) {
                return true;
            }
        }
        return false;
    }
}
