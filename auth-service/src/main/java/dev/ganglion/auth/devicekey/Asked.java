package dev.ganglion.auth.devicekey;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request asks of users, by user: of those of this server, and which other servers it would
 * have to be asked of.
 *
 * @param failures by server: there is no federation
 */
record Asked(Map<UserId, JsonValue> ofLocalUsers, JsonObject failures) {
    private static final JsonObject NO_FEDERATION =
            MatrixException.of(501, ErrorCode.UNKNOWN, "This server does not federate yet").body();

    static Asked parse(JsonObject body, String field, ServerName server) {
        if (!body.has(field)) {
            throw MatrixException.missingParam(field);
        }
        JsonObject byUser =
                body.object(field)
                        .orElseThrow(
                                () ->
                                        MatrixException.badJson(
                                                "\"" + field + "\" has to be an object"));
        Map<UserId, JsonValue> local = new LinkedHashMap<>();
        Map<String, JsonObject> failures = new TreeMap<>();
        byUser.entries()
                .forEach(
                        (text, value) -> {
                            UserId user = user(text);
                            if (user.serverName().equals(server)) {
                                local.put(user, value);
                            } else {
                                failures.put(user.serverName().value(), NO_FEDERATION);
                            }
                        });
        return new Asked(local, JsonObject.of(failures));
    }

    private static UserId user(String text) {
        return UserId.tryParse(text)
                .orElseThrow(() -> MatrixException.invalidParam("This is no user ID"));
    }
}
