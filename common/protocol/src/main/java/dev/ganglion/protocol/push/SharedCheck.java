package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonValue;

/** A condition that holds for all members of a room or for none. */
sealed interface SharedCheck {
    boolean holds(Evaluation event);

    /** Whether it looks at nothing but the room's ID. */
    default boolean isOfRoomId() {
        return false;
    }

    /** The condition {@code event_match}. */
    record Matches(PropertyPath key, FoldedGlob pattern) implements SharedCheck {
        @Override
        public boolean holds(Evaluation event) {
            return key.equals(PropertyPath.BODY)
                    ? event.isInBody(pattern)
                    : event.text(key).filter(pattern::matches).isPresent();
        }

        @Override
        public boolean isOfRoomId() {
            return key.equals(PropertyPath.ROOM_ID);
        }
    }

    /** The condition {@code event_property_is}. */
    record Is(PropertyPath key, JsonValue value) implements SharedCheck {
        @Override
        public boolean holds(Evaluation event) {
            return event.property(key).filter(value::equals).isPresent();
        }

        @Override
        public boolean isOfRoomId() {
            return key.equals(PropertyPath.ROOM_ID);
        }
    }

    /** The condition {@code event_property_contains}. */
    record Contains(PropertyPath key, JsonValue value) implements SharedCheck {
        @Override
        public boolean holds(Evaluation event) {
            return event.property(key)
                    .filter(
                            property ->
                                    property instanceof JsonArray array
                                            && array.values().contains(value))
                    .isPresent();
        }
    }

    /** The condition {@code room_member_count}. */
    record HasMembers(RoomMemberCount count) implements SharedCheck {
        @Override
        public boolean holds(Evaluation event) {
            return count.holds(event.room().memberCount());
        }
    }

    /** The condition {@code sender_notification_permission}. */
    record SenderMayNotify(String key) implements SharedCheck {
        @Override
        public boolean holds(Evaluation event) {
            return event.room().senderMayNotify().test(key);
        }
    }
}
