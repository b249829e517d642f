package dev.ganglion.sync.visibility;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what a user has been to rooms, and how visible those were. */
@Repository
public class Histories {
    private final DatabaseClient database;

    Histories(DatabaseClient database) {
        this.database = database;
    }

    private record Row(long roomNid, String type, long position, String word) {}

    /**
     * By the number of the room, one for each that was asked for. Relies on room_state's primary
     * key.
     */
    public Mono<Map<Long, RoomHistory>> of(UserId user, Collection<Long> rooms) {
        if (rooms.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(
                        """
                        select s.room_nid, s.type, s.valid_from,
                               coalesce(s.word, rooms.word_of_state(s.type, e.json)) as word
                        from unnest(:rooms) as w(room_nid)
                        join rooms.room_state s on s.room_nid = w.room_nid
                         and ((s.type = 'm.room.member' and s.state_key = :user)
                              or (s.type = 'm.room.history_visibility' and s.state_key = ''))
                        left join rooms.event e on e.position = s.event_position and s.word is null
                        where s.word is not null or e.position is not null
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("user", user.value())
                .map(Histories::read)
                .all()
                .collectList()
                .map(rows -> assemble(user, rooms, rows));
    }

    private static Row read(Readable row) {
        return new Row(
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                Objects.requireNonNull(row.get("type", String.class)),
                Objects.requireNonNull(row.get("valid_from", Long.class)),
                Objects.requireNonNull(row.get("word", String.class)));
    }

    private static Map<Long, RoomHistory> assemble(
            UserId user, Collection<Long> rooms, List<Row> rows) {
        Map<Long, RoomHistory> histories = new HashMap<>();
        rooms.forEach(room -> histories.put(room, new RoomHistory(user)));
        for (Row row : rows) {
            RoomHistory history = Objects.requireNonNull(histories.get(row.roomNid()));
            if (row.type().equals(EventTypes.MEMBER)) {
                history.addMembership(
                        row.position(), Membership.find(row.word()).orElse(Membership.LEAVE));
            } else {
                history.addVisibility(row.position(), HistoryVisibility.parse(row.word()));
            }
        }
        return histories;
    }
}
