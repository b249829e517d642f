package dev.ganglion.room.timeline;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.timeline.VisibleHistory.Span;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Reads the two keys of a room's state that visibility depends on, over time. */
@Repository
class HistoryRepository {
    /** Who went in and out more often since has, to this server, never been inside. */
    private static final int MAX_CHANGES_SINCE = 100;

    private final DatabaseClient database;

    HistoryRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What decides about a stretch of positions, both ends included. Relies on room_state's primary
     * key.
     */
    Mono<VisibleHistory> find(Reader reader, long from, long to) {
        return database.sql(
                        """
                        select s.type, s.valid_from, s.valid_to, e.json
                        from (select 'm.room.member' as type, :user as state_key
                              union all
                              select 'm.room.history_visibility', '') as wanted
                        join rooms.room_state s
                          on s.room_nid = :room
                          and s.type = wanted.type
                          and s.state_key = wanted.state_key
                        join rooms.event e on e.position = s.event_position
                        where s.valid_from <= :to
                          and (s.valid_to is null or s.valid_to >= :from)
                        """)
                .bind("user", reader.userId().value())
                .bind("room", reader.room().nid().value())
                .bind("from", from)
                .bind("to", to)
                .map(HistoryRepository::change)
                .all()
                .collectList()
                .map(changes -> history(changes, reader.wasJoinedUntil()));
    }

    /** Where the last stay of a former member ended; 0 for users who never were inside. */
    Mono<Long> findEndOfLastStay(RoomIdentity room, UserId user) {
        return database.sql(
                        """
                        select s.type, s.valid_from, s.valid_to, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = :room
                          and s.type = 'm.room.member'
                          and s.state_key = :user
                        order by s.valid_from desc
                        limit :limit
                        """)
                .bind("room", room.nid().value())
                .bind("user", user.value())
                .bind("limit", MAX_CHANGES_SINCE)
                .map(HistoryRepository::change)
                .all()
                .filter(change -> change.membership() == Membership.JOIN)
                .map(Change::until)
                .reduce(0L, Math::max);
    }

    private record Change(String type, long from, long until, JsonObject content) {
        Membership membership() {
            return content.string("membership").flatMap(Membership::find).orElse(Membership.LEAVE);
        }

        HistoryVisibility visibility() {
            return content.string("history_visibility")
                    .map(HistoryVisibility::parse)
                    .orElse(HistoryVisibility.SHARED);
        }
    }

    private static Change change(Readable row) {
        Long until = row.get("valid_to", Long.class);
        return new Change(
                Objects.requireNonNull(row.get("type", String.class)),
                Objects.requireNonNull(row.get("valid_from", Long.class)),
                until == null ? Long.MAX_VALUE : until,
                Json.parseObject(Objects.requireNonNull(row.get("json", byte[].class)))
                        .object("content")
                        .orElse(JsonObject.EMPTY));
    }

    private static VisibleHistory history(List<Change> changes, long wasJoinedUntil) {
        return new VisibleHistory(
                changes.stream()
                        .filter(change -> change.type().equals(EventTypes.MEMBER))
                        .map(
                                change ->
                                        new Span<>(
                                                change.membership(), change.from(), change.until()))
                        .toList(),
                changes.stream()
                        .filter(change -> change.type().equals(EventTypes.HISTORY_VISIBILITY))
                        .map(
                                change ->
                                        new Span<>(
                                                change.visibility(), change.from(), change.until()))
                        .toList(),
                wasJoinedUntil);
    }
}
