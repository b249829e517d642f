package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomExtent;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.stream.Collectors;

/** The rows that a new room begins with. */
final class RoomRows {
    private RoomRows() {}

    /** There is a room whose create event is exactly the same, or one of that ID is blocked. */
    static final class RoomIdTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RoomIdTaken() {
            super("There is such a room", null, false, false);
        }
    }

    /** Forward extremities as one text: event IDs hold no space. */
    static String extremities(RoomTurn turn) {
        return turn.extent().forwardExtremities().stream()
                .map(EventId::value)
                .collect(Collectors.joining(" "));
    }

    /**
     * The room's number; fails with {@code M_ROOM_IN_USE} when its alias is taken, with {@link
     * RoomIdTaken}, and with {@link RoomCreator.AlreadyReplaced}.
     */
    static Mono<Long> insert(
            Connection connection, NewRoom room, RoomTurn turn, long latestPosition) {
        return insertRoom(connection, room)
                .flatMap(
                        nid ->
                                insertHead(connection, nid, turn, latestPosition)
                                        .then(insertAlias(connection, nid, room))
                                        .then(insertUpgrade(connection, nid, room))
                                        .thenReturn(nid));
    }

    private static Mono<Long> insertRoom(Connection connection, NewRoom room) {
        return Mono.from(
                        connection
                                .createStatement(
                                        """
                                insert into rooms.room (room_id, room_version, creator, is_published)
                                select $1, $2, $3, $4
                                where not exists (select 1 from rooms.blocked_room b where b.room_id = $1)
                                on conflict (room_id) do nothing
                                returning room_nid
                                """)
                                .bind("$1", room.roomId().value())
                                .bind("$2", room.version().id())
                                .bind("$3", room.creator().value())
                                .bind("$4", room.isPublished())
                                .execute())
                .flatMap(
                        result ->
                                Mono.from(
                                        result.map(
                                                row ->
                                                        Objects.requireNonNull(
                                                                row.get("room_nid", Long.class)))))
                .switchIfEmpty(Mono.error(RoomIdTaken::new));
    }

    private static Mono<Void> insertHead(
            Connection connection, long nid, RoomTurn turn, long latestPosition) {
        RoomExtent extent = turn.extent();
        return Flux.from(
                        connection
                                .createStatement(
                                        """
                                insert into rooms.room_head (room_nid, version, depth, forward_extremities,
                                    latest_position, notify_count, joined_members, invited_members)
                                values ($1, $2, $3, string_to_array($4, ' '), $5, $6, $7, $8)
                                """)
                                .bind("$1", nid)
                                .bind("$2", extent.version())
                                .bind("$3", extent.depth())
                                .bind("$4", extremities(turn))
                                .bind("$5", latestPosition)
                                .bind("$6", extent.notifyCount())
                                .bind("$7", extent.joinedMembers())
                                .bind("$8", extent.invitedMembers())
                                .execute())
                .flatMap(Result::getRowsUpdated)
                .then();
    }

    private static Mono<Void> insertAlias(Connection connection, long nid, NewRoom room) {
        if (room.alias().isEmpty()) {
            return Mono.empty();
        }
        return insertsOne(
                        connection
                                .createStatement(
                                        """
                                insert into rooms.alias (alias, room_nid, creator)
                                values ($1, $2, $3)
                                on conflict do nothing
                                """)
                                .bind("$1", room.alias().get().value())
                                .bind("$2", nid)
                                .bind("$3", room.creator().value()))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.of(
                                                400, ErrorCode.ROOM_IN_USE, "The alias is taken")))
                .then();
    }

    private static Mono<Void> insertUpgrade(Connection connection, long nid, NewRoom room) {
        if (room.replaced().isEmpty()) {
            return Mono.empty();
        }
        return insertsOne(
                        connection
                                .createStatement(
                                        """
                                insert into rooms.room_upgrade (old_room_nid, new_room_nid)
                                values ($1, $2)
                                on conflict (old_room_nid) do nothing
                                """)
                                .bind("$1", room.replaced().get().value())
                                .bind("$2", nid))
                .switchIfEmpty(Mono.error(RoomCreator.AlreadyReplaced::new))
                .then();
    }

    /** Empty when there was something in the way. */
    private static Mono<Long> insertsOne(Statement insert) {
        return Flux.from(insert.execute())
                .flatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum)
                .filter(inserted -> inserted == 1);
    }
}
