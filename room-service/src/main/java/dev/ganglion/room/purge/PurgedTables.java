package dev.ganglion.room.purge;

import java.util.List;

/**
 * The tables whose rows go when an event or a room goes. A new table of either kind gets its line
 * here; a test compares the lists with the database.
 */
final class PurgedTables {
    /**
     * A table with rows that belong to one event each.
     *
     * @param column holds the event's position, and has an index that begins with it
     */
    record OfEvents(String name, String column) {}

    /** Besides {@code rooms.event} itself and {@code rooms.room_state}. */
    static final List<OfEvents> OF_EVENTS =
            List.of(
                    new OfEvents("rooms.event_mention", "position"),
                    new OfEvents("rooms.event_words", "position"),
                    new OfEvents("rooms.event_relation", "position"),
                    new OfEvents("rooms.event_relation", "target_position"),
                    new OfEvents("rooms.thread", "root_position"),
                    new OfEvents("rooms.thread_participant", "root_position"));

    /**
     * Each has a column {@code room_nid} and an index that begins with it; {@code rooms.room}
     * itself comes last. By then the room has no events. Of threads there may be what a reply wrote
     * while the root was on its way out. {@code room_upgrade} and {@code space_page} go with the
     * room by their foreign keys; {@code purge_job} stays, for whoever asks what became of it.
     */
    static final List<String> OF_ROOMS =
            List.of(
                    "rooms.event",
                    "rooms.room_state",
                    "rooms.thread",
                    "rooms.thread_participant",
                    "rooms.room_member",
                    "rooms.invite_state",
                    "rooms.alias",
                    "rooms.directory_entry",
                    "rooms.network_room",
                    "rooms.public_room",
                    "rooms.space_child",
                    "rooms.delayed_event",
                    "rooms.room_head",
                    "rooms.room");

    private PurgedTables() {}
}
