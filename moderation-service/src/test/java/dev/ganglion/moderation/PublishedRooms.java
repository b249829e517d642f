package dev.ganglion.moderation;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.infrastructure.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.util.Objects;
import java.util.UUID;

/** Writes what room-service would write and publish. */
public final class PublishedRooms {
    private final JdbcTemplate rooms;

    PublishedRooms(TestDatabase database) {
        this.rooms = new JdbcTemplate(new DriverManagerDataSource(database.jdbcUrl("rooms")));
    }

    /** A room with one member; answers its ID. */
    public String room(String member) {
        String roomId = "!" + UUID.randomUUID() + ":test.local";
        rooms.update(
                "insert into rooms.room (room_id, room_version, creator) values (?, '11', ?)",
                roomId,
                member);
        rooms.update(
                """
                insert into rooms.room_member (room_nid, user_id, membership, event_position)
                select room_nid, ?, 'join', 0 from rooms.room where room_id = ?
                """,
                member,
                roomId);
        return roomId;
    }

    /** A message; answers its position. */
    public long message(String roomId, String sender, String body) {
        return event(roomId, sender, "m.room.message", JsonObject.of("body", body));
    }

    public long event(String roomId, String sender, String type, JsonObject content) {
        byte[] pdu = CanonicalJson.encode(JsonObject.builder().put("content", content).build());
        Long position =
                rooms.queryForObject(
                        """
                        insert into rooms.event
                          (position, room_nid, event_id, type, sender, depth, origin_server_ts, json, notify_number)
                        select nextval('rooms.event_position'), room_nid, ?, ?, ?, 1, 1, ?, 1
                        from rooms.room
                        where room_id = ?
                        returning position
                        """,
                        Long.class,
                        "$" + UUID.randomUUID() + ":test.local",
                        type,
                        sender,
                        pdu,
                        roomId);
        return Objects.requireNonNull(position);
    }

    public String eventId(long position) {
        return Objects.requireNonNull(
                rooms.queryForObject(
                        "select event_id from rooms.event where position = ?",
                        String.class,
                        position));
    }
}
