package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Component;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a client sends. Contents are cut out of the body as they stand: they are for the
 * recipient alone to understand.
 */
@Component
class MessageReader {
    static final int MAX_MESSAGES = 1_000;
    static final int MAX_CONTENT_BYTES = 65_536;

    private static final String MESSAGES = "messages";

    private final JsonMapper mapper;

    MessageReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Refuses what is not of the form, and too much of it. */
    List<Addressed> read(RawJson body) {
        try (JsonParser parser = mapper.createParser(body.bytes())) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals(MESSAGES)) {
                    return users(parser, body.bytes());
                }
                parser.skipChildren();
            }
        }
        throw MatrixException.badJson("There are no " + MESSAGES);
    }

    private static List<Addressed> users(JsonParser parser, byte[] body) {
        mustBeObject(parser, MESSAGES);
        List<Addressed> messages = new ArrayList<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            UserId user =
                    UserId.tryParse(name)
                            .orElseThrow(
                                    () -> MatrixException.invalidParam("There is no such user ID"));
            parser.nextToken();
            mustBeObject(parser, "The messages to a user");
            devices(parser, body, user, messages);
        }
        return messages;
    }

    private static void devices(
            JsonParser parser, byte[] body, UserId user, List<Addressed> messages) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            DeviceId device =
                    DeviceId.tryParse(name)
                            .orElseThrow(
                                    () ->
                                            MatrixException.invalidParam(
                                                    "There is no such device ID"));
            parser.nextToken();
            mustBeObject(parser, "A message");
            if (messages.size() == MAX_MESSAGES) {
                throw MatrixException.tooLarge(
                        "A request has at most " + MAX_MESSAGES + " messages");
            }
            messages.add(new Addressed(user, device, RawJson.ofTrusted(content(parser, body))));
        }
    }

    private static byte[] content(JsonParser parser, byte[] body) {
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        if (end - begin > MAX_CONTENT_BYTES) {
            throw MatrixException.tooLarge("A message has at most " + MAX_CONTENT_BYTES + " bytes");
        }
        return Arrays.copyOfRange(body, begin, end);
    }

    private static void mustBeObject(JsonParser parser, String what) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw MatrixException.badJson(what + " must be an object");
        }
    }
}
