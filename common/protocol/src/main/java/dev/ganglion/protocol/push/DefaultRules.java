package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rules that a user has who has changed nothing. Module "Push notifications", "Predefined
 * rules". Those that look for names in bodies are gone from version 1.17 of the specification on;
 * they are kept for senders whose clients name nobody in {@code m.mentions}, and match nothing that
 * has it.
 */
public final class DefaultRules {
    static final String MASTER = ".m.rule.master";

    /** Those that stand back when an event says whom it mentions. */
    static final Set<String> WITHOUT_MENTIONS =
            Set.of(
                    ".m.rule.contains_display_name",
                    ".m.rule.roomnotif",
                    ".m.rule.contains_user_name");

    private static final JsonObject TEMPLATE = read("default-rules.json");

    private DefaultRules() {}

    /** The content of {@code m.push_rules}. */
    public static JsonObject content(UserId user) {
        return TEMPLATE.object("global")
                .map(global -> JsonObject.of(Map.of("global", filled(global, user))))
                .orElseThrow();
    }

    /** The rules themselves. */
    public static PushRuleset of(UserId user) {
        return PushRuleset.of(content(user));
    }

    private static JsonValue filled(JsonValue value, UserId user) {
        return switch (value) {
            case JsonString(String text) when text.equals("{user_id}") ->
                    new JsonString(user.value());
            case JsonString(String text) when text.equals("{localpart}") ->
                    new JsonString(user.localpart());
            case JsonArray array ->
                    new JsonArray(
                            array.values().stream().map(element -> filled(element, user)).toList());
            case JsonObject object -> filled(object, user);
            default -> value;
        };
    }

    private static JsonObject filled(JsonObject object, UserId user) {
        Map<String, JsonValue> members = new HashMap<>();
        object.entries().forEach((name, value) -> members.put(name, filled(value, user)));
        return JsonObject.of(members);
    }

    private static JsonObject read(String resource) {
        try (InputStream in =
                Objects.requireNonNull(DefaultRules.class.getResourceAsStream(resource))) {
            return Json.parseObject(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
