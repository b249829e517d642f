package dev.ganglion.room.alias;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
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

    /** What became of a new alias. */
    enum Insertion {
        DONE,
        TAKEN,
        /** The creator has as many as one user may have. */
        TOO_MANY
    }

    /**
     * Inserts an alias of a room that exists, unless its creator has {@code limit} already. Those
     * that one user creates in the same moment do not see each other: a few may come on top. Relies
     * on alias_of_creator.
     */
    Mono<Insertion> insert(RoomAlias alias, RoomId roomId, UserId creator, int limit) {
        return database.sql(
                        """
                        with owned as (
                            select count(*) >= :limit as is_full
                            from rooms.alias
                            where creator = :creator
                        ), inserted as (
                            insert into rooms.alias (alias, room_nid, creator)
                            select :alias, r.room_nid, :creator
                            from rooms.room r, owned
                            where r.room_id = :roomId and not owned.is_full
                            on conflict do nothing
                            returning alias
                        )
                        select is_full, exists (select 1 from inserted) as is_inserted
                        from owned
                        """)
                .bind("alias", alias.value())
                .bind("roomId", roomId.value())
                .bind("creator", creator.value())
                .bind("limit", limit)
                .map(AliasRepository::insertion)
                .one();
    }

    /** Relies on alias_of_creator. */
    Mono<Long> countOf(UserId creator) {
        return database.sql(
                        """
                        select count(*) as aliases
                        from rooms.alias
                        where creator = :creator
                        """)
                .bind("creator", creator.value())
                .map(row -> Objects.requireNonNull(row.get("aliases", Long.class)))
                .one();
    }

    Mono<Void> delete(RoomAlias alias) {
        return database.sql("delete from rooms.alias where alias = :alias")
                .bind("alias", alias.value())
                .then();
    }

    /** Every alias of one room leads to another from now on. Relies on alias_of_room. */
    Mono<Void> moveAll(RoomId from, RoomId to) {
        return database.sql(
                        """
                        update rooms.alias a
                        set room_nid = target.room_nid
                        from rooms.room source, rooms.room target
                        where source.room_id = :from and target.room_id = :to
                          and a.room_nid = source.room_nid
                        """)
                .bind("from", from.value())
                .bind("to", to.value())
                .then();
    }

    /** Relies on alias_of_room. */
    Mono<Void> deleteAll(RoomId room) {
        return database.sql(
                        """
                        delete from rooms.alias a
                        using rooms.room r
                        where r.room_id = :room and a.room_nid = r.room_nid
                        """)
                .bind("room", room.value())
                .then();
    }

    /** Those of the aliases that lead to the room. Relies on the primary key of alias. */
    Flux<RoomAlias> listOfRoomAmong(RoomId roomId, Collection<RoomAlias> aliases) {
        return database.sql(
                        """
                        select a.alias
                        from rooms.alias a
                        join rooms.room r on r.room_nid = a.room_nid
                        where a.alias = any(:aliases) and r.room_id = :roomId
                        """)
                .bind("aliases", aliases.stream().map(RoomAlias::value).toArray(String[]::new))
                .bind("roomId", roomId.value())
                .map(row -> RoomAlias.parse(Objects.requireNonNull(row.get("alias", String.class))))
                .all();
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

    private static Insertion insertion(Readable row) {
        if (Objects.requireNonNull(row.get("is_inserted", Boolean.class))) {
            return Insertion.DONE;
        }
        return Objects.requireNonNull(row.get("is_full", Boolean.class))
                ? Insertion.TOO_MANY
                : Insertion.TAKEN;
    }
}
