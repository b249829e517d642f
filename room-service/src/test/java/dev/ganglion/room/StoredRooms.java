package dev.ganglion.room;

import static org.awaitility.Awaitility.await;

import dev.ganglion.service.database.Rows;

import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.Objects;

/** What tests ask of the database itself, or do to it. */
public final class StoredRooms {
    private final DatabaseClient database;

    public StoredRooms(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A single number.
     *
     * @param sql selects it as {@code number}; {@code :id} stands for the room or the event
     */
    public long number(String sql, String id) {
        return Objects.requireNonNull(
                database.sql(sql)
                        .bind("id", id)
                        .map(row -> Rows.number(row, "number"))
                        .one()
                        .block());
    }

    public long nid(String room) {
        return number("select room_nid as number from rooms.room where room_id = :id", room);
    }

    public long position(String event) {
        return number("select position as number from rooms.event where event_id = :id", event);
    }

    /** Returns when a reader of the event stream has read everything that was sent until now. */
    public void awaitReader(String name) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hasReadAll(name));
    }

    private boolean hasReadAll(String reader) {
        return number(
                        """
                        select count(*) as number
                        from rooms.stream_cursor
                        where name = :id and position >= (select max(position) from rooms.event)
                        """,
                        reader)
                == 1;
    }

    /** Copies an event behind all others. What only has to be many need not be lawful. */
    public void multiply(String event, int times) {
        copy(event, times, "nextval('rooms.event_position')");
    }

    /** The same, before everything else. */
    public void multiplyBefore(String event, int times) {
        copy(event, times, "-e.position * 100000 - n");
    }

    private void copy(String event, int times, String position) {
        database.sql(
                        """
                        insert into rooms.event (position, room_nid, event_id, type, sender, depth,
                            origin_server_ts, json, notify_number)
                        select %s, e.room_nid, e.event_id || n, e.type, e.sender, e.depth,
                               e.origin_server_ts, e.json, e.notify_number
                        from rooms.event e
                        cross join generate_series(1, :times) n
                        where e.event_id = :event
                        """
                                .formatted(position))
                .bind("times", times)
                .bind("event", event)
                .then()
                .block();
    }
}
