package dev.ganglion.room.alias;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The aliases that an {@code m.room.canonical_alias} event names. Client-server API,
 * "m.room.canonical_alias".
 */
public final class NamedAliases {
    private static final int MAX_ALT_ALIASES = 100;

    private final Set<String> names;

    private NamedAliases(Set<String> names) {
        this.names = names;
    }

    /** {@code M_INVALID_PARAM} for content of another shape, and for more than 100 alt_aliases. */
    public static NamedAliases of(JsonObject content) {
        JsonValue alias = content.get("alias").orElse(JsonNull.NULL);
        if (!(alias instanceof JsonNull || alias instanceof JsonString)) {
            throw MatrixException.invalidParam("alias is a string");
        }
        JsonValue others = content.get("alt_aliases").orElse(JsonArray.EMPTY);
        if (!(others instanceof JsonArray(List<JsonValue> list)
                && list.stream().allMatch(JsonString.class::isInstance))) {
            throw MatrixException.invalidParam("alt_aliases is a list of strings");
        }
        if (list.size() > MAX_ALT_ALIASES) {
            throw MatrixException.invalidParam(
                    "alt_aliases names at most " + MAX_ALT_ALIASES + " aliases");
        }
        return new NamedAliases(read(content));
    }

    /** {@code M_BAD_ALIAS} when others are named than the one that the room is created with. */
    public void mustBeNoneBut(Optional<RoomAlias> own) {
        addedTo(JsonObject.EMPTY).stream()
                .filter(alias -> !own.equals(Optional.of(alias)))
                .findFirst()
                .ifPresent(
                        alias -> {
                            throw doesNotLeadHere(alias);
                        });
    }

    /**
     * Those that the content before did not name: what stands already is not judged again. {@code
     * M_INVALID_PARAM} when one of them is no alias.
     */
    Set<RoomAlias> addedTo(JsonObject contentBefore) {
        Set<String> added = new LinkedHashSet<>(names);
        added.removeAll(read(contentBefore));
        Set<RoomAlias> aliases = new LinkedHashSet<>();
        added.forEach(name -> aliases.add(parse(name)));
        return aliases;
    }

    /** Those that a content names in a form that they can have, whatever else it holds. */
    static Set<RoomAlias> parsable(JsonObject content) {
        return read(content).stream()
                .flatMap(name -> RoomAlias.tryParse(name).stream())
                .collect(Collectors.toSet());
    }

    /** The content with no other aliases than these. */
    static JsonObject keeping(JsonObject content, Set<String> aliases) {
        List<String> others =
                content.array("alt_aliases")
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .filter(aliases::contains)
                        .toList();
        JsonObject.Builder kept =
                JsonObject.builder()
                        .putIfPresent("alias", content.string("alias").filter(aliases::contains));
        return others.isEmpty()
                ? kept.build()
                : kept.put("alt_aliases", JsonArray.ofStrings(others)).build();
    }

    static MatrixException doesNotLeadHere(RoomAlias alias) {
        return MatrixException.of(
                400, ErrorCode.BAD_ALIAS, "The alias " + alias + " does not lead to this room");
    }

    private static Set<String> read(JsonObject content) {
        Set<String> names = new LinkedHashSet<>();
        Stream.concat(
                        // Left out, null and empty all say that there is none.
                        content.string("alias").filter(name -> !name.isEmpty()).stream(),
                        content.array("alt_aliases").orElse(JsonArray.EMPTY).strings())
                .forEach(names::add);
        return names;
    }

    private static RoomAlias parse(String name) {
        return RoomAlias.tryParse(name)
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "One of the aliases is none: they look like #name:server"));
    }
}
