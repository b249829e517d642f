package dev.ganglion.protocol.version;

/**
 * Something that a room version changed, and that all later ones kept. Each names the version that
 * brought it.
 */
public enum Change {
    /** Version 2: state resolution starts from power events and the mainline. */
    STATE_RESOLUTION_V2,
    /**
     * Version 3: an event's ID is its reference hash, and references to events are their IDs alone.
     */
    EVENT_ID_IS_HASH,
    /** Version 3: redactions are always authorized, and judged when they are applied. */
    REDACTIONS_JUDGED_LATER,
    /** Version 4: event IDs are URL-safe. */
    EVENT_ID_IS_URL_SAFE,
    /** Version 5: a signing key counts only within its validity. */
    SIGNING_KEY_VALIDITY,
    /** Version 6: {@code m.room.aliases} is an event like any other. */
    ALIASES_NOT_SPECIAL,
    /** Version 6: the levels under {@code notifications} are guarded. */
    NOTIFICATION_LEVELS_GUARDED,
    /** Version 6: events that are not canonical JSON are refused. */
    STRICT_CANONICAL_JSON,
    /** Version 7: users can knock. */
    KNOCK,
    /** Version 8: joins can be restricted to members of other rooms. */
    RESTRICTED_JOIN,
    /** Version 9: redaction keeps who authorised a restricted join. */
    REDACTION_KEEPS_JOIN_AUTHORISER,
    /** Version 10: users without a right to join can knock on a restricted room. */
    KNOCK_RESTRICTED,
    /** Version 10: power levels are integers. */
    INTEGER_POWER_LEVELS,
    /** Version 11: the creator is the sender of the create event. */
    CREATOR_IS_SENDER,
    /**
     * Version 11: redaction keeps all of a create event, invite levels, signed invites and what a
     * redaction redacts.
     */
    REDACTION_KEEPS_MORE,
    /** Version 11: what a redaction redacts stands in its content. */
    REDACTS_IN_CONTENT,
    /** Version 12: the room ID is the create event's hash, and that event is no auth event. */
    ROOM_ID_IS_CREATE_HASH,
    /** Version 12: creators stand above every power level, and there can be several. */
    CREATORS_ABOVE_ALL,
    /** Version 12: state resolution replays from nothing, with the conflicted state subgraph. */
    STATE_RESOLUTION_V2_1
}
