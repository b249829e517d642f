package dev.ganglion.sync.roomlist;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what lists ask of rooms. */
@Repository
class RoomFactsRepository {
    /** Further back nobody looks for what moved a room up. */
    private static final int MAX_SCANNED = 100;

    private final DatabaseClient database;

    RoomFactsRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Facts, exact as of a position. */
    record Loaded(long asOf, Map<Long, RoomFacts> rooms) {}

    private record Row(long asOf, Optional<Long> roomNid, RoomFacts facts) {}

    /**
     * One statement, however many rooms. Relies on event_in_room, whose entries are read backwards
     * until one bumps, and on room_state_current.
     */
    Mono<Loaded> load(Collection<Long> rooms) {
        return database.sql(
                        """
                        select now.position as as_of, h.room_nid, h.latest_position, b.position as bump,
                               n.room_nid is not null as is_encrypted, ce.json as creation
                        from (select coalesce(max(position), 0) as position from rooms.event) now
                        left join rooms.room_head h on h.room_nid = any(:rooms)
                        left join lateral (
                            select x.position
                            from (
                                select e.position, e.type
                                from rooms.event e
                                where e.room_nid = h.room_nid
                                order by e.position desc
                                limit :scanned
                            ) x
                            where x.type = any(:bumping)
                            order by x.position desc
                            limit 1
                        ) b on true
                        left join rooms.room_state n
                          on n.room_nid = h.room_nid and n.type = 'm.room.encryption' and n.state_key = ''
                         and n.valid_to is null
                        left join rooms.room_state c
                          on c.room_nid = h.room_nid and c.type = 'm.room.create' and c.state_key = ''
                         and c.valid_to is null
                        left join rooms.event ce on ce.position = c.event_position
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("scanned", MAX_SCANNED)
                .bind("bumping", RoomFacts.BUMPING.toArray(String[]::new))
                .map(RoomFactsRepository::row)
                .all()
                .collectList()
                .map(RoomFactsRepository::loaded);
    }

    /** The rooms that spaces name as theirs. Relies on room_state_current. */
    Mono<Set<String>> children(Collection<String> spaces) {
        return database.sql(
                        """
                        select s.state_key
                        from rooms.room r
                        join rooms.room_state s
                          on s.room_nid = r.room_nid and s.type = 'm.space.child' and s.valid_to is null
                        join rooms.event e on e.position = s.event_position
                        where r.room_id = any(:spaces) and position('"via"'::bytea in e.json) > 0
                        """)
                .bind("spaces", spaces.toArray(String[]::new))
                .map(row -> text(row, "state_key"))
                .all()
                .collect(Collectors.toSet());
    }

    private static Row row(Readable row) {
        Long latest = row.get("latest_position", Long.class);
        Long bump = row.get("bump", Long.class);
        return new Row(
                number(row, "as_of"),
                Optional.ofNullable(row.get("room_nid", Long.class)),
                RoomFacts.of(
                        latest == null ? 0 : latest,
                        bump == null ? 0 : bump,
                        Boolean.TRUE.equals(row.get("is_encrypted", Boolean.class)),
                        Optional.ofNullable(row.get("creation", byte[].class))
                                .flatMap(RoomFactsRepository::type)));
    }

    private static Optional<String> type(byte[] creation) {
        return Json.parseObject(creation)
                .object("content")
                .flatMap(content -> content.string("type"));
    }

    private static Loaded loaded(List<Row> rows) {
        Map<Long, RoomFacts> byRoom = new HashMap<>();
        rows.forEach(row -> row.roomNid().ifPresent(room -> byRoom.put(room, row.facts())));
        return new Loaded(rows.getFirst().asOf(), byRoom);
    }
}
