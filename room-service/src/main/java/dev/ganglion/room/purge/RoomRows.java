package dev.ganglion.room.purge;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what is left of a room. */
@Repository
public class RoomRows {
    private static final int MEMBERS_AT_ONCE = 1_000;

    private final DatabaseClient database;

    RoomRows(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Deletes every row of a closed room, at last the room itself; does nothing while it has
     * events. Relies on an index of each table that begins with the room's number.
     */
    public Mono<Void> deleteIfWithoutEvents(long roomNid) {
        return hasEvents(roomNid)
                .filter(hasEvents -> !hasEvents)
                .flatMap(
                        _ ->
                                deleteMembers(roomNid)
                                        .thenMany(Flux.fromIterable(PurgedTables.OF_ROOMS))
                                        .concatMap(table -> deleteFrom(table, roomNid))
                                        .then());
    }

    private Mono<Boolean> hasEvents(long roomNid) {
        return database.sql(
                        """
                        select position
                        from rooms.event
                        where room_nid = :room
                        order by position
                        limit 1
                        """)
                .bind("room", roomNid)
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }

    /** A large room has many members: not all of them in one statement. */
    private Mono<Void> deleteMembers(long roomNid) {
        return deleteSomeMembers(roomNid)
                .expand(
                        deleted ->
                                deleted < MEMBERS_AT_ONCE
                                        ? Mono.empty()
                                        : deleteSomeMembers(roomNid))
                .then();
    }

    private Mono<Long> deleteSomeMembers(long roomNid) {
        return database.sql(
                        """
                        delete from rooms.room_member
                        where room_nid = :room
                          and user_id = any(array(
                              select user_id
                              from rooms.room_member
                              where room_nid = :room
                              order by user_id
                              limit :limit))
                        """)
                .bind("room", roomNid)
                .bind("limit", MEMBERS_AT_ONCE)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Void> deleteFrom(String table, long roomNid) {
        return database.sql("delete from %s where room_nid = :room".formatted(table))
                .bind("room", roomNid)
                .then();
    }
}
