package dev.ganglion.sync.requiredstate;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A choice of state. Immutable; several are one by {@link #plus}.
 *
 * @param isLazy whether memberships come as they are needed: then only a selection that names them
 *     chooses any
 */
public record RequiredState(Set<Selection> selections, boolean isLazy) {
    /** Chooses nothing. */
    public static final RequiredState NONE = new RequiredState(Set.of(), false);

    /** Copies the set. */
    public RequiredState {
        selections = Set.copyOf(selections);
    }

    /** Whether the state of that key is wanted; what is loaded lazily is not. */
    public boolean matches(String type, String stateKey) {
        return selections.stream()
                .filter(selection -> names(selection, type))
                .anyMatch(selection -> selection.matches(type, stateKey));
    }

    /** Whatever either chooses. */
    public RequiredState plus(RequiredState other) {
        if ((isLazy || !other.isLazy) && selections.containsAll(other.selections)) {
            return this;
        }
        Set<Selection> both = new HashSet<>(selections);
        both.addAll(other.selections);
        return new RequiredState(both, isLazy || other.isLazy);
    }

    /** What this chooses and the other does not, as far as can be told from their words. */
    public RequiredState minus(RequiredState other) {
        Set<Selection> rest =
                selections.stream()
                        .filter(selection -> !other.selections.contains(selection))
                        .collect(Collectors.toSet());
        return new RequiredState(rest, isLazy && !rest.isEmpty());
    }

    public boolean isEmpty() {
        return selections.isEmpty();
    }

    /** What {@link #decode} reads. */
    public JsonObject encode() {
        return JsonObject.builder()
                .put("lazy", isLazy)
                .put(
                        "chosen",
                        new JsonArray(
                                selections.stream().<JsonValue>map(Selection::encode).toList()))
                .build();
    }

    /** Reads what {@link #encode} wrote. */
    public static RequiredState decode(JsonObject json) {
        Set<Selection> selections =
                json.array("chosen")
                        .orElse(JsonArray.EMPTY)
                        .objects()
                        .map(Selection::decode)
                        .collect(Collectors.toSet());
        return new RequiredState(selections, json.bool("lazy").orElse(false));
    }

    private boolean names(Selection selection, String type) {
        return !isLazy || !type.equals(EventTypes.MEMBER) || !selection.isOfAnyType();
    }
}
