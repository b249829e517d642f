package dev.ganglion.room.history;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.service.erasure.ErasedUsers;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the two keys of a room's state that visibility depends on, over time. */
@Repository
public class HistoryRepository {
    /** Of each key; whoever went in and out more often has the rest looked up page by page. */
    private static final int RECENT_CHANGES = 500;

    /** The same of a stretch of which more is asked; what is older is hidden. */
    private static final int MOST_CHANGES = 2_000;

    /** Of a row of room_state, {@code newest}; only rows of older replicas need their event. */
    private static final String WORD =
            """
            coalesce(newest.word, (
                select rooms.word_of_state(newest.type, e.json)
                from rooms.event e
                where e.position = newest.event_position)) as word
            """;

    private static final String KEYS =
            "(values ('m.room.member', :user), ('m.room.history_visibility', '')) as wanted(type, state_key)";

    private static final String RECENT =
            """
            select h.room_nid, h.latest_position, r.purged_up_to, %s as erasures,
                   s.type, s.valid_from, s.valid_to, s.word
            from rooms.room_head h
            join rooms.room r on r.room_nid = h.room_nid
            left join lateral (
                select newest.type, newest.valid_from, newest.valid_to, %s
                from %s
                cross join lateral (
                    select *
                    from rooms.room_state one
                    where one.room_nid = h.room_nid
                      and one.type = wanted.type
                      and one.state_key = wanted.state_key
                    order by one.valid_from desc
                    limit :limit) as newest
            ) as s on true
            where h.room_nid = any(:rooms)
            """
                    .formatted(ErasedUsers.NUMBER, WORD, KEYS);

    /** Each change lasts until the next, so that only one before the stretch reaches into it. */
    private static final String STRETCH =
            """
            select newest.type, newest.valid_from, newest.valid_to, %s
            from %s
            cross join lateral (
                select *
                from rooms.room_state one
                where one.room_nid = :room
                  and one.type = wanted.type
                  and one.state_key = wanted.state_key
                  and one.valid_from <= :to
                  and one.valid_from >= coalesce((
                          select max(valid_from)
                          from rooms.room_state
                          where room_nid = :room
                            and type = wanted.type
                            and state_key = wanted.state_key
                            and valid_from <= :from), 0)
                order by one.valid_from desc
                limit :limit) as newest
            """
                    .formatted(WORD, KEYS);

    private final DatabaseClient database;

    HistoryRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What decides about a stretch of positions, both ends included. Costs nothing where what the
     * reader came with reaches back far enough. Of a stretch with very many changes the oldest part
     * is hidden. Relies on room_state's primary key.
     */
    public Mono<VisibleHistory> find(Reader reader, long from, long to) {
        return from >= reader.completeFrom() ? Mono.just(reader.recent()) : query(reader, from, to);
    }

    /** What decides about the event at a position; empty when the reader may not see that event. */
    public Mono<VisibleHistory> findVisibleAt(Reader reader, long position) {
        return find(reader, position - 1, position).filter(visible -> visible.allows(position));
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
                                                number(row, "erasures"),
                                                StateChange.find(row))))
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
        return database.sql(STRETCH)
                .bind("user", reader.userId().value())
                .bind("room", reader.room().nid().value())
                .bind("from", from)
                .bind("to", to)
                .bind("limit", MOST_CHANGES)
                .map(StateChange::find)
                .all()
                .concatMap(Mono::justOrEmpty)
                .collectList()
                .map(
                        changes ->
                                VisibleHistory.of(changes, reader.recent().wasJoinedUntil())
                                        .hiddenBefore(
                                                RecentHistory.completeFrom(changes, MOST_CHANGES)));
    }
}
