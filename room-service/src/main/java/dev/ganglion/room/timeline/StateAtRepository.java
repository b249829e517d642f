package dev.ganglion.room.timeline;

import dev.ganglion.room.history.EventRows;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.timeline.TimelineReader.MemberAt;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Reads a room's state as it was after the event at a position. */
@Repository
class StateAtRepository {
    private static final String AT =
            """
            select %s
            from rooms.room_state s
            join rooms.event e on e.position = s.event_position
            %s
            where s.room_nid = :room
              and s.valid_from <= :position
              and (s.valid_to is null or s.valid_to > :position)
            """
                    .formatted(EventRows.COLUMNS, EventRows.RELATED);

    private final DatabaseClient database;

    StateAtRepository(DatabaseClient database) {
        this.database = database;
    }

    /** All of it but the memberships. Relies on room_state's primary key. */
    Mono<List<StoredEvent>> listWithoutMembers(Reader reader, long position) {
        return list(AT + "and s.type <> 'm.room.member'", reader, position);
    }

    /** Relies on room_state's primary key. */
    Mono<List<StoredEvent>> listMembers(Reader reader, long position) {
        return list(AT + "and s.type = 'm.room.member'", reader, position);
    }

    /** The memberships of those users. Relies on room_state's primary key. */
    Mono<List<StoredEvent>> listMembers(Reader reader, long position, Collection<String> users) {
        return database.sql(AT + "and s.type = 'm.room.member' and s.state_key = any(:users)")
                .bind("room", reader.room().nid().value())
                .bind("position", position)
                .bind("users", users.toArray(String[]::new))
                .map(row -> EventRows.read(row, reader))
                .all()
                .collectList();
    }

    /**
     * A membership event.
     *
     * @param event its position
     */
    record Found(long place, long event) {}

    /** Where those users' membership events are. Relies on room_state's primary key. */
    Mono<List<Found>> listMemberPositions(List<MemberAt> wanted) {
        return database.sql(
                        """
                        select w.place, s.event_position
                        from unnest(:places, :rooms, :positions, :users) as w(place, room_nid, position, user_id)
                        join rooms.room_state s
                          on s.room_nid = w.room_nid
                          and s.type = 'm.room.member'
                          and s.state_key = w.user_id
                        where s.valid_from <= w.position
                          and (s.valid_to is null or s.valid_to > w.position)
                        """)
                .bind("places", wanted.stream().map(MemberAt::place).toArray(Long[]::new))
                .bind(
                        "rooms",
                        wanted.stream()
                                .map(member -> member.reader().room().nid().value())
                                .toArray(Long[]::new))
                .bind("positions", wanted.stream().map(MemberAt::position).toArray(Long[]::new))
                .bind("users", wanted.stream().map(MemberAt::user).toArray(String[]::new))
                .map(
                        row ->
                                new Found(
                                        Objects.requireNonNull(row.get("place", Long.class)),
                                        Objects.requireNonNull(
                                                row.get("event_position", Long.class))))
                .all()
                .collectList();
    }

    private Mono<List<StoredEvent>> list(String sql, Reader reader, long position) {
        return database.sql(sql)
                .bind("room", reader.room().nid().value())
                .bind("position", position)
                .map(row -> EventRows.read(row, reader))
                .all()
                .collectList();
    }
}
