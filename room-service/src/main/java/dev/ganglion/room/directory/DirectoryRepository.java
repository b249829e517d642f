package dev.ganglion.room.directory;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Which rooms are published, and in what order the directory lists them. */
@Repository
class DirectoryRepository {
    /** A page ends with the room that reaches it. */
    private static final long MAX_BYTES = 1024 * 1024;

    /**
     * The condition on networks, the direction, and the order are filled in. Names and topics are
     * of any length that an event allows: of a page that is too large the rest is not read.
     */
    private static final String PAGE =
            """
            select p.room_nid, p.room_id, p.joined_members, p.summary, p.found
            from (
                select l.*,
                       count(*) over () as found,
                       row_number() over nearest as place,
                       sum(octet_length(l.summary)) over nearest - octet_length(l.summary) as bytes_before
                from (
                    select r.room_nid, r.room_id, h.joined_members, d.summary
                    from rooms.room r
                    join rooms.room_head h on h.room_nid = r.room_nid
                    join rooms.directory_entry d on d.room_nid = r.room_nid
                    where %1$s
                      and (h.joined_members, r.room_nid) %2$s (:joinedMembers, :roomNid)
                      and (:searchTerm = '' or position(:searchTerm in d.search_text) > 0)
                      and (:isAnyType or d.room_type = any(:roomTypes) or (:isUntypedWanted and d.room_type is null))
                    order by h.joined_members %3$s, r.room_nid %3$s
                    limit :limit + 1) as l
                window nearest as (order by l.joined_members %3$s, l.room_nid %3$s)) as p
            where p.place <= :limit
              and p.bytes_before < :maxBytes
            order by p.place
            """;

    private final DatabaseClient database;

    DirectoryRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The rooms beside a place, nearest first.
     *
     * @param isMore whether others follow
     */
    record Page(List<Listed> rooms, boolean isMore) {
        private static Page of(List<Row> rows) {
            return new Page(
                    rows.stream().map(Row::room).toList(),
                    !rows.isEmpty() && rows.getFirst().found() > rows.size());
        }
    }

    /** A room of as many that were found, of which one may be too many. */
    private record Row(Listed room, long found) {}

    /** A room as the directory lists it, with what its place is made of. */
    record Listed(long roomNid, long joinedMembers, JsonObject chunk) {
        DirectoryPlace after() {
            return new DirectoryPlace(false, joinedMembers, roomNid);
        }

        DirectoryPlace before() {
            return new DirectoryPlace(true, joinedMembers, roomNid);
        }
    }

    /** As many as are asked for or as a page can hold. Relies on what {@link Networks} does. */
    Mono<Page> list(DirectoryQuery query) {
        String condition = query.networks().condition();
        String page =
                query.place().isBackwards()
                        ? PAGE.formatted(condition, ">", "asc")
                        : PAGE.formatted(condition, "<", "desc");
        return inNetworks(page, query.networks())
                .bind("joinedMembers", query.place().joinedMembers())
                .bind("roomNid", query.place().roomNid())
                .bind("searchTerm", query.searchTerm())
                .bind("isAnyType", query.roomTypes().isEmpty())
                .bind("roomTypes", query.roomTypes().orElse(List.of()).toArray(String[]::new))
                .bind("isUntypedWanted", query.isUntypedWanted())
                .bind("limit", query.limit())
                .bind("maxBytes", MAX_BYTES)
                .map(
                        row ->
                                new Row(
                                        listed(row),
                                        Objects.requireNonNull(row.get("found", Long.class))))
                .all()
                .collectList()
                .map(Page::of);
    }

    /** Relies on what {@link Networks} does. */
    Mono<Long> count(Networks networks) {
        String count = "select count(*) as rooms from rooms.room r where " + networks.condition();
        return inNetworks(count, networks)
                .map(row -> Objects.requireNonNull(row.get("rooms", Long.class)))
                .one();
    }

    /** The condition is one of three texts of ours; what a client wrote is bound. */
    private GenericExecuteSpec inNetworks(String sql, Networks networks) {
        GenericExecuteSpec statement = database.sql(sql);
        return networks.named().map(id -> statement.bind("network", id)).orElse(statement);
    }

    /** Empty for rooms that do not exist. */
    Mono<Boolean> findIsPublished(RoomId roomId) {
        return database.sql(
                        """
                        select is_published
                        from rooms.room
                        where room_id = :roomId
                        """)
                .bind("roomId", roomId.value())
                .map(row -> Objects.requireNonNull(row.get("is_published", Boolean.class)))
                .one();
    }

    Mono<Void> setPublished(RoomId roomId, boolean isPublished) {
        return database.sql(
                        """
                        update rooms.room
                        set is_published = :isPublished
                        where room_id = :roomId
                        """)
                .bind("isPublished", isPublished)
                .bind("roomId", roomId.value())
                .then();
    }

    /**
     * One room is published instead of another, if that one is; repeated, it changes nothing.
     * Relies on room (room_id).
     */
    Mono<Void> handOver(RoomId from, RoomId to) {
        return database.sql(
                        """
                        update rooms.room r
                        set is_published = (r.room_id = :to)
                        from rooms.room source
                        where source.room_id = :from and source.is_published
                          and r.room_id in (:from, :to)
                        """)
                .bind("from", from.value())
                .bind("to", to.value())
                .then();
    }

    private static Listed listed(Readable row) {
        long joinedMembers = Objects.requireNonNull(row.get("joined_members", Integer.class));
        JsonObject summary =
                Json.parseObject(Objects.requireNonNull(row.get("summary", byte[].class)));
        JsonObject chunk =
                summary.toBuilder()
                        .put("room_id", Objects.requireNonNull(row.get("room_id", String.class)))
                        .put("num_joined_members", joinedMembers)
                        .build();
        return new Listed(
                Objects.requireNonNull(row.get("room_nid", Long.class)), joinedMembers, chunk);
    }
}
