package dev.ganglion.protocol.push;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rule that matched does. Module "Push notifications", "Actions".
 *
 * @param actions without those that the specification has dropped
 */
public record PushActions(List<PushAction> actions) {
    /** What happens when no rule matches, or one that does nothing. */
    public static final PushActions NONE = new PushActions(List.of());

    private static final PushActions COUNTED = new PushActions(List.of(new PushAction.Notify()));

    private static final PushActions COUNTED_HIGHLIGHT =
            new PushActions(
                    List.of(
                            new PushAction.Notify(),
                            new PushAction.SetTweak(JsonObject.of("set_tweak", "highlight"))));

    /** Actions that earlier specifications had: they are left out wherever they are met. */
    private static final Set<JsonValue> HISTORICAL =
            Set.of(new JsonString("dont_notify"), new JsonString("coalesce"));

    private static final String SOUND = "sound";
    private static final String HIGHLIGHT = "highlight";

    public PushActions {
        actions = List.copyOf(actions);
    }

    /** A rule's {@code actions}. */
    public static PushActions of(JsonArray json) {
        return new PushActions(
                json.values().stream()
                        .filter(action -> !HISTORICAL.contains(action))
                        .map(PushAction::of)
                        .toList());
    }

    /** Whether there is a notification: it is counted and pushed. */
    public boolean notifies() {
        return actions.stream().anyMatch(PushAction.Notify.class::isInstance);
    }

    /** Whether there is a notification that is highlighted. */
    public boolean highlights() {
        return notifies() && tweak(HIGHLIGHT).equals(Optional.of(JsonBoolean.TRUE));
    }

    /** Without what makes no difference to counts. */
    PushActions counted() {
        return highlights() ? COUNTED_HIGHLIGHT : notifies() ? COUNTED : NONE;
    }

    /** The sound that is played. */
    public Optional<String> sound() {
        return tweak(SOUND)
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value());
    }

    /**
     * The {@code tweaks} of a notification, of which those unknown here are kept. A highlight
     * without a value is true; any other tweak without one says nothing and is left out.
     */
    public JsonObject tweaks() {
        JsonObject.Builder tweaks = JsonObject.builder();
        for (PushAction action : actions) {
            if (action instanceof PushAction.SetTweak tweak) {
                tweak.value()
                        .or(() -> valueWhenAbsent(tweak))
                        .ifPresent(value -> tweaks.put(tweak.name(), value));
            }
        }
        return tweaks.build();
    }

    /** As clients read them. */
    public JsonArray json() {
        return new JsonArray(actions.stream().map(PushAction::json).toList());
    }

    private Optional<JsonValue> tweak(String name) {
        return tweaks().get(name);
    }

    private static Optional<JsonValue> valueWhenAbsent(PushAction.SetTweak tweak) {
        return tweak.name().equals(HIGHLIGHT) ? Optional.of(JsonBoolean.TRUE) : Optional.empty();
    }
}
