package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.json.JsonBytes;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The tags of a user's rooms, kept as account data of the type {@code m.tag}. The order of a tag is
 * a float, so they are not canonical JSON.
 */
@Service
class Tags {
    static final String TYPE = "m.tag";

    private static final int MAX_TAGS = 100;
    private static final int MAX_NAME_BYTES = 255;
    private static final byte[] NONE =
            new JsonBytes()
                    .beginObject()
                    .key("tags")
                    .beginObject()
                    .endObject()
                    .endObject()
                    .toBytes();

    private final AccountData accountData;
    private final JsonMapper mapper;

    Tags(AccountData accountData, JsonMapper mapper) {
        this.accountData = accountData;
        this.mapper = mapper;
    }

    /** The content of {@code m.tag}. */
    Mono<RawJson> get(UserId user, RoomId room) {
        return accountData
                .find(user, room.value(), TYPE)
                .defaultIfEmpty(NONE)
                .map(RawJson::ofTrusted);
    }

    Mono<Void> put(UserId user, RoomId room, String tag, RawJson content) {
        if (tag.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw MatrixException.invalidParam("A tag has at most " + MAX_NAME_BYTES + " bytes");
        }
        JsonNode value = mapper.readTree(content.bytes());
        JsonNode order = value.get("order");
        if (order != null && !order.isNumber()) {
            throw MatrixException.badJson("The order of a tag is a number");
        }
        return accountData.update(user, room.value(), TYPE, before -> with(before, tag, value));
    }

    Mono<Void> delete(UserId user, RoomId room, String tag) {
        return accountData.update(user, room.value(), TYPE, before -> without(before, tag));
    }

    private byte[] with(Optional<byte[]> before, String tag, JsonNode value) {
        ObjectNode content = content(before);
        ObjectNode tags = content.withObjectProperty("tags");
        tags.set(tag, value);
        if (tags.size() > MAX_TAGS) {
            throw MatrixException.invalidParam("A room has at most " + MAX_TAGS + " tags");
        }
        return mapper.writeValueAsBytes(content);
    }

    private byte[] without(Optional<byte[]> before, String tag) {
        ObjectNode content = content(before);
        content.withObjectProperty("tags").remove(tag);
        return mapper.writeValueAsBytes(content);
    }

    /** What a client put there itself may have another form: then it starts anew. */
    private ObjectNode content(Optional<byte[]> before) {
        JsonNode content = mapper.readTree(before.orElse(NONE));
        JsonNode tags = content.get("tags");
        return content instanceof ObjectNode object && tags instanceof ObjectNode
                ? object
                : mapper.createObjectNode();
    }
}
