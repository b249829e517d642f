package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Whoever adds a table that hangs on events or rooms is told here to say how it is purged. */
@GanglionTest
class PurgedTablesIT {
    /**
     * Those that {@link PurgedRows} looks after itself, and those that outlive what they are about.
     */
    private static final Set<String> OF_EVENTS_OTHERWISE =
            Set.of(
                    "rooms.event",
                    "rooms.room_state",
                    "rooms.room_member",
                    "rooms.delayed_event",
                    // Current state, which stays.
                    "rooms.space_child",
                    // Places in the stream, not events.
                    "rooms.stream_cursor",
                    "rooms.erased_user");

    private static final Set<String> OF_ROOMS_OTHERWISE =
            // What is being read of a space goes with it by its foreign key.
            Set.of("rooms.purge_job", "rooms.space_page");

    @Autowired private DatabaseClient database;

    @Test
    void everyTableOfRoomsIsEmptiedWithItsRoom() {
        Set<String> known =
                PurgedTables.OF_EVENTS.stream()
                        .map(PurgedTables.OfEvents::name)
                        .collect(Collectors.toSet());
        known.addAll(PurgedTables.OF_ROOMS);
        known.addAll(OF_ROOMS_OTHERWISE);

        assertThat(known).containsAll(tablesWith(List.of("room_nid")));
    }

    @Test
    void everyTableOfEventsIsEmptiedWithItsEvents() {
        Set<String> known =
                PurgedTables.OF_EVENTS.stream()
                        .map(PurgedTables.OfEvents::name)
                        .collect(Collectors.toSet());
        known.addAll(OF_EVENTS_OTHERWISE);

        assertThat(known)
                .containsAll(tablesWith(List.of("position", "event_position", "event_id")));
    }

    private List<String> tablesWith(List<String> columns) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select distinct 'rooms.' || c.table_name as name
                                from information_schema.columns c
                                join information_schema.tables t using (table_schema, table_name)
                                where c.table_schema = 'rooms' and t.table_type = 'BASE TABLE'
                                  and c.column_name = any(:columns)
                                """)
                        .bind("columns", columns.toArray(String[]::new))
                        .map(row -> Objects.requireNonNull(row.get("name", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}
