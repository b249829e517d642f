package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a client asks for with {@code POST /pushers/set}. */
sealed interface PusherRequest {
    /** MSC 3881. */
    String ENABLED = "org.matrix.msc3881.enabled";

    /** The one application of pushers that mail. */
    String MAIL_APP_ID = "m.email";

    int MAX_PUSHKEY_BYTES = 512;
    int MAX_APP_ID_CHARACTERS = 64;
    int MAX_NAME_BYTES = 1_000;
    int MAX_DATA_BYTES = 8_192;

    /** The pusher is to be there no longer. */
    record Removal(PusherKey key) implements PusherRequest {}

    /** The pusher is to be there, like this. */
    record Setting(PusherSettings settings) implements PusherRequest {}

    /** {@code M_MISSING_PARAM}, {@code M_BAD_JSON} or {@code M_INVALID_PARAM} for what is wrong. */
    static PusherRequest of(JsonObject body, GatewayAddresses addresses) {
        mustHave(body, List.of("kind", "app_id", "pushkey"));
        PusherKey key = new PusherKey(text(body, "app_id"), text(body, "pushkey"));
        check(key);
        if (body.get("kind").equals(Optional.of(JsonNull.NULL))) {
            return new Removal(key);
        }
        return new Setting(settings(key, body, addresses));
    }

    private static PusherSettings settings(
            PusherKey key, JsonObject body, GatewayAddresses addresses) {
        mustHave(body, List.of("app_display_name", "device_display_name", "lang", "data"));
        PusherKind kind = PusherKind.parse(text(body, "kind"));
        JsonObject data =
                body.object("data")
                        .orElseThrow(() -> MatrixException.badJson("data must be an object"));
        if (CanonicalJson.encode(data).length > MAX_DATA_BYTES) {
            throw MatrixException.tooLarge("The data of the pusher is too large");
        }
        return new PusherSettings(
                key,
                kind,
                names(body),
                data,
                switch (kind) {
                    case HTTP -> host(data, addresses);
                    case EMAIL -> noHost(key);
                },
                flag(body, ENABLED, true),
                flag(body, "append", false));
    }

    private static PusherSettings.Names names(JsonObject body) {
        return new PusherSettings.Names(
                name(body, "app_display_name"),
                name(body, "device_display_name"),
                isThere(body, "profile_tag")
                        ? Optional.of(name(body, "profile_tag"))
                        : Optional.empty(),
                name(body, "lang"));
    }

    private static String host(JsonObject data, GatewayAddresses addresses) {
        if (!isThere(data, "url")) {
            throw MatrixException.missingParam("data.url");
        }
        return addresses.parse(text(data, "url")).getHost();
    }

    private static String noHost(PusherKey key) {
        if (!key.appId().equals(MAIL_APP_ID)) {
            throw MatrixException.invalidParam(
                    "The app_id of a pusher of the kind email is " + MAIL_APP_ID);
        }
        return "";
    }

    private static void check(PusherKey key) {
        if (key.appId().isEmpty() || bytes(key.pushkey()) == 0) {
            throw MatrixException.invalidParam("app_id and pushkey must not be empty");
        }
        if (key.appId().codePointCount(0, key.appId().length()) > MAX_APP_ID_CHARACTERS) {
            throw MatrixException.invalidParam("app_id has more than 64 characters");
        }
        if (bytes(key.pushkey()) > MAX_PUSHKEY_BYTES) {
            throw MatrixException.invalidParam("pushkey has more than 512 bytes");
        }
    }

    private static void mustHave(JsonObject body, List<String> names) {
        List<String> missing =
                names.stream()
                        .filter(
                                name ->
                                        name.equals("kind")
                                                ? !body.has(name)
                                                : !isThere(body, name))
                        .toList();
        if (!missing.isEmpty()) {
            throw MatrixException.of(
                    400,
                    ErrorCode.MISSING_PARAM,
                    "Missing parameters: " + String.join(", ", missing));
        }
    }

    private static boolean isThere(JsonObject body, String name) {
        return body.get(name).filter(value -> !value.equals(JsonNull.NULL)).isPresent();
    }

    private static String name(JsonObject body, String field) {
        String name = text(body, field);
        if (bytes(name) > MAX_NAME_BYTES) {
            throw MatrixException.invalidParam(field + " is too long");
        }
        return name;
    }

    /** PostgreSQL takes no NUL in texts. */
    private static String text(JsonObject body, String field) {
        return body.get(field).stream()
                .flatMap(
                        value ->
                                value instanceof JsonString(String text)
                                        ? Stream.of(text)
                                        : Stream.empty())
                .filter(text -> text.indexOf('\0') < 0)
                .findFirst()
                .orElseThrow(() -> MatrixException.badJson(field + " must be a string"));
    }

    private static boolean flag(JsonObject body, String field, boolean otherwise) {
        if (!isThere(body, field)) {
            return otherwise;
        }
        return body.bool(field)
                .orElseThrow(() -> MatrixException.badJson(field + " must be true or false"));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
