package dev.ganglion.room.alias;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;

/** The table of aliases. */
@Repository
class AliasRepository {
    private final DatabaseClient database;

    AliasRepository(DatabaseClient database) {
        this.database = database;
    }

    record AliasRow(RoomId roomId, UserId creator) {}

    Mono<AliasRow> find(RoomAlias alias) {
        return database.sql(
                        """
                        select r.room_id, a.creator
                        from rooms.alias a
                        join rooms.room r on r.room_nid = a.room_nid
                        where a.alias = :alias
                        """)
                .bind("alias", alias.value())
                .map(
                        row ->
                                new AliasRow(
                                        RoomId.parse(
                                                Objects.requireNonNull(
                                                        row.get("room_id", String.class))),
                                        UserId.parse(
                                                Objects.requireNonNull(
                                                        row.get("creator", String.class)))))
                .one();
    }

    /** Whether the alias was free and the room exists. */
    Mono<Boolean> insert(RoomAlias alias, RoomId roomId, UserId creator) {
        return database.sql(
                        """
                        insert into rooms.alias (alias, room_nid, creator)
                        select :alias, room_nid, :creator
                        from rooms.room
                        where room_id = :roomId
                        on conflict do nothing
                        """)
                .bind("alias", alias.value())
                .bind("roomId", roomId.value())
                .bind("creator", creator.value())
                .fetch()
                .rowsUpdated()
                .map(inserted -> inserted == 1);
    }

    Mono<Void> delete(RoomAlias alias) {
        return database.sql("delete from rooms.alias where alias = :alias")
                .bind("alias", alias.value())
                .then();
    }

    /** Relies on alias_of_room. */
    Flux<String> listOf(RoomId roomId) {
        return database.sql(
                        """
                        select a.alias
                        from rooms.alias a
                        join rooms.room r on r.room_nid = a.room_nid
                        where r.room_id = :roomId
                        order by a.alias
                        """)
                .bind("roomId", roomId.value())
                .map(row -> Objects.requireNonNull(row.get("alias", String.class)))
                .all();
    }
}
