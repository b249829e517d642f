package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonObject;

import java.util.Set;

/** State as somebody outside of the room sees it. Client-server API, "Stripped state". */
public final class StrippedState {
    /**
     * The types of state that an invited or knocking user is shown, besides the own membership
     * event and that of who invites.
     */
    public static final Set<String> TYPES =
            Set.of(
                    EventTypes.CREATE,
                    EventTypes.NAME,
                    EventTypes.AVATAR,
                    EventTypes.TOPIC,
                    EventTypes.JOIN_RULES,
                    EventTypes.CANONICAL_ALIAS,
                    EventTypes.ENCRYPTION);

    private StrippedState() {}

    /** The four fields that are shown. */
    public static JsonObject of(PduEvent event) {
        return JsonObject.builder()
                .put("type", event.type())
                .put("sender", event.sender().value())
                .put("content", event.content())
                .put("state_key", event.stateKey().orElse(""))
                .build();
    }
}
