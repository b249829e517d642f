package dev.ganglion.protocol.version;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that a room lives by, fixed when it is created. Each version is the one before it with
 * some {@link Change}s; code that differs between versions asks {@link #has}.
 *
 * <p>Specification: "Room Versions".
 */
public final class RoomVersion {
    public static final RoomVersion V1 = new RoomVersion("1", EnumSet.noneOf(Change.class));
    public static final RoomVersion V2 = V1.then("2", Change.STATE_RESOLUTION_V2);
    public static final RoomVersion V3 =
            V2.then("3", Change.EVENT_ID_IS_HASH, Change.REDACTIONS_JUDGED_LATER);
    public static final RoomVersion V4 = V3.then("4", Change.EVENT_ID_IS_URL_SAFE);
    public static final RoomVersion V5 = V4.then("5", Change.SIGNING_KEY_VALIDITY);
    public static final RoomVersion V6 =
            V5.then(
                    "6",
                    Change.ALIASES_NOT_SPECIAL,
                    Change.NOTIFICATION_LEVELS_GUARDED,
                    Change.STRICT_CANONICAL_JSON);
    public static final RoomVersion V7 = V6.then("7", Change.KNOCK);
    public static final RoomVersion V8 = V7.then("8", Change.RESTRICTED_JOIN);
    public static final RoomVersion V9 = V8.then("9", Change.REDACTION_KEEPS_JOIN_AUTHORISER);
    public static final RoomVersion V10 =
            V9.then("10", Change.KNOCK_RESTRICTED, Change.INTEGER_POWER_LEVELS);
    public static final RoomVersion V11 =
            V10.then(
                    "11",
                    Change.CREATOR_IS_SENDER,
                    Change.REDACTION_KEEPS_MORE,
                    Change.REDACTS_IN_CONTENT);
    public static final RoomVersion V12 =
            V11.then(
                    "12",
                    Change.ROOM_ID_IS_CREATE_HASH,
                    Change.CREATORS_ABOVE_ALL,
                    Change.STATE_RESOLUTION_V2_1);

    /** Every version, oldest first. */
    public static final List<RoomVersion> ALL =
            List.of(V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12);

    /** What a room gets when nobody asks for another version. */
    public static final RoomVersion DEFAULT = V12;

    private final String id;
    private final Set<Change> changes;

    private RoomVersion(String id, Set<Change> changes) {
        this.id = id;
        this.changes = Collections.unmodifiableSet(changes);
    }

    /**
     * The version of that ID, the value of {@code room_version}; empty when there is none that this
     * server knows.
     */
    public static Optional<RoomVersion> find(String id) {
        return ALL.stream().filter(version -> version.id.equals(id)).findFirst();
    }

    /** The version of that ID, for rooms that exist here. */
    public static RoomVersion get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("No room version " + id));
    }

    public String id() {
        return id;
    }

    /** Whether this version, or one before it, brought that change. */
    public boolean has(Change change) {
        return changes.contains(change);
    }

    @Override
    public String toString() {
        return id;
    }

    private RoomVersion then(String nextId, Change... more) {
        Set<Change> next = EnumSet.noneOf(Change.class);
        next.addAll(changes);
        Collections.addAll(next, more);
        return new RoomVersion(nextId, next);
    }
}
