package dev.ganglion.room.history;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the two keys of a room's state that visibility depends on, over time. */
@Repository
public class HistoryRepository {
    /** Of each key; whoever went in and out more often has the rest looked up page by page. */
    private static final int RECENT_CHANGES = 500;

    private static final String KEYS =
            "(values ('m.room.member', :user), ('m.room.history_visibility', '')) as wanted(type, state_key)";

    private static final String RECENT =
            """
            select h.room_nid, h.latest_position, r.purged_up_to, s.type, s.valid_from, s.valid_to, s.json
            from rooms.room_head h
            join rooms.room r on r.room_nid = h.room_nid
            left join lateral (
                select newest.type, newest.valid_from, newest.valid_to, e.json
                from %s
                cross join lateral (
                    select *
                    from rooms.room_state one
                    where one.room_nid = h.room_nid
                      and one.type = wanted.type
                      and one.state_key = wanted.state_key
                    order by one.valid_from desc
                    limit :limit) as newest
                join rooms.event e on e.position = newest.event_position
            ) as s on true
            where h.room_nid = any(:rooms)
            """
                    .formatted(KEYS);

    private final DatabaseClient database;

    HistoryRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What decides about a stretch of positions, both ends included. Costs nothing where what the
     * reader came with reaches back far enough. Relies on room_state's primary key.
     */
    public Mono<VisibleHistory> find(Reader reader, long from, long to) {
        return from >= reader.completeFrom() ? Mono.just(reader.recent()) : query(reader, from, to);
    }

    /**
     * The newest changes, and the room's latest position at the same moment; empty when the room is
     * gone. Relies on room_state's primary key.
     */
    Mono<RecentHistory> findRecent(RoomIdentity room, UserId user) {
        return listRecent(List.of(room), user, RECENT_CHANGES).next().map(Map.Entry::getValue);
    }

    /** The same of many rooms, with at most that many changes of each key. */
    Flux<Map.Entry<RoomIdentity, RecentHistory>> listRecent(
            List<RoomIdentity> rooms, UserId user, int limit) {
        Map<Long, RoomIdentity> byNumber =
                rooms.stream().collect(Collectors.toMap(room -> room.nid().value(), room -> room));
        return database.sql(RECENT)
                .bind("user", user.value())
                .bind("rooms", byNumber.keySet().toArray(Long[]::new))
                .bind("limit", limit)
                .map(
                        row ->
                                Map.entry(
                                        byNumber.get(number(row, "room_nid")),
                                        new RecentHistory.Row(
                                                number(row, "latest_position"),
                                                number(row, "purged_up_to"),
                                                VisibilityChange.find(row))))
                .all()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .flatMapIterable(Map::entrySet)
                .map(
                        changes ->
                                Map.entry(
                                        changes.getKey(),
                                        RecentHistory.of(changes.getValue(), limit)));
    }

    private Mono<VisibleHistory> query(Reader reader, long from, long to) {
        return database.sql(
                        """
                        select s.type, s.valid_from, s.valid_to, e.json
                        from %s
                        join rooms.room_state s
                          on s.room_nid = :room
                          and s.type = wanted.type
                          and s.state_key = wanted.state_key
                        join rooms.event e on e.position = s.event_position
                        where s.valid_from <= :to
                          and (s.valid_to is null or s.valid_to >= :from)
                        """
                                .formatted(KEYS))
                .bind("user", reader.userId().value())
                .bind("room", reader.room().nid().value())
                .bind("from", from)
                .bind("to", to)
                .map(row -> VisibilityChange.find(row).orElseThrow())
                .all()
                .collectList()
                .map(changes -> VisibleHistory.of(changes, reader.recent().wasJoinedUntil()));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
