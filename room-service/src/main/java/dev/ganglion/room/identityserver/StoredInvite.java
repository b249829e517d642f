package dev.ganglion.room.identityserver;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An invitation that an identity server keeps until somebody proves to have the address.
 *
 * @param token the state key of the {@code m.room.third_party_invite} event
 * @param content that event's content
 */
public record StoredInvite(String token, JsonObject content) {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z.=_-]{1,255}");

    /** Reads the answer of {@code /store-invite}; empty for one that makes no sense. */
    static Optional<StoredInvite> of(JsonObject answer) {
        List<JsonValue> keys =
                answer.array("public_keys")
                        .orElse(JsonArray.EMPTY)
                        .objects()
                        .filter(key -> key.string("public_key").isPresent())
                        .<JsonValue>map(
                                key -> key.keeping(List.of("public_key", "key_validity_url")))
                        .toList();
        Optional<String> token =
                answer.string("token").filter(value -> TOKEN.matcher(value).matches());
        Optional<String> name = answer.string("display_name");
        return token.isPresent() && name.isPresent() && !keys.isEmpty()
                ? Optional.of(new StoredInvite(token.get(), content(name.get(), keys)))
                : Optional.empty();
    }

    /** The first key stands on its own as well, for those who know of one alone. */
    private static JsonObject content(String name, List<JsonValue> keys) {
        JsonObject first = (JsonObject) keys.getFirst();
        return JsonObject.builder()
                .put("display_name", name)
                .put("public_keys", new JsonArray(keys))
                .putIfPresent("public_key", first.string("public_key"))
                .putIfPresent("key_validity_url", first.string("key_validity_url"))
                .build();
    }
}
