package dev.ganglion.room.summary;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the current state of many rooms at once. */
@Repository
class RoomStateRepository {
    /** Is nobody's user ID. */
    private static final String NOBODY = "";

    private static final long MOST_BYTES = 4L * 1024 * 1024;

    /** Counts bytes without loading them. */
    private static final String PAGE =
            """
            select found.room_nid, found.room_id, found.room_version, found.joined_members, found.membership,
                   found.event_id, found.position, found.json, %s as erasures,
                   found.room_nid = found.last_room as is_of_last_room
            from (
                select r.room_nid, r.room_id, r.room_version, h.joined_members, m.membership,
                       e.event_id, e.position, e.json,
                       max(r.room_nid) over () as last_room,
                       sum(octet_length(e.json)) over (
                           order by r.room_nid
                           groups between unbounded preceding and 1 preceding) as bytes_before
                from rooms.room r
                join rooms.room_head h on h.room_nid = r.room_nid
                left join rooms.room_member m on m.room_nid = r.room_nid and m.user_id = :reader
                join rooms.room_state s
                  on s.room_nid = r.room_nid
                  and s.type = any(:types)
                  and s.state_key = ''
                  and s.valid_to is null
                join rooms.event e on e.position = s.event_position
                where r.room_id = any(:rooms)
                  and r.room_nid > :after) as found
            where coalesce(found.bytes_before, 0) < :mostBytes
            order by found.room_nid
            """
                    .formatted(ErasedUsers.NUMBER);

    private final DatabaseClient database;
    private final ErasedUsers erasedUsers;

    RoomStateRepository(DatabaseClient database, ErasedUsers erasedUsers) {
        this.database = database;
        this.erasedUsers = erasedUsers;
    }

    /** A room with one event of its state. */
    record Row(
            RoomIdentity room,
            long joinedMembers,
            Optional<Membership> membership,
            PduEvent event,
            Origin origin,
            boolean isOfLastRoom) {
        /** Where the event stands, and how many users were erased when it was read. */
        record Origin(long position, long erasures) {}

        long number() {
            return room.nid().value();
        }

        boolean isOfOneOf(Erasures erasures) {
            return erasures.contains(event.sender());
        }

        Row shown(ErasedFor reader) {
            return new Row(
                    room,
                    joinedMembers,
                    membership,
                    reader.shown(event, origin.position()),
                    origin,
                    isOfLastRoom);
        }
    }

    /**
     * The rooms that exist, with the state of those types, in no order. An event may have 64 KiB:
     * more than {@value #MOST_BYTES} bytes, and one room's, are not held at once. Relies on room
     * (room_id), room_state_current and the primary key of room_member.
     */
    Flux<RoomState> list(
            Collection<String> roomIds, Collection<String> types, Optional<UserId> reader) {
        return Flux.defer(() -> page(roomIds, types, reader, 0))
                .collectList()
                .expand(
                        rows ->
                                rows.isEmpty() || rows.getLast().isOfLastRoom()
                                        ? Mono.empty()
                                        : page(roomIds, types, reader, rows.getLast().number())
                                                .collectList())
                .concatMap(rows -> shown(rows, reader), 1)
                .concatMapIterable(RoomStateRepository::states, 1);
    }

    /** As the reader gets them; whoever has no account was never in a room. */
    private Mono<List<Row>> shown(List<Row> rows, Optional<UserId> reader) {
        long number = rows.stream().mapToLong(row -> row.origin().erasures()).max().orElse(0);
        return erasedUsers
                .upTo(number)
                .flatMap(
                        erasures ->
                                rows.stream().anyMatch(row -> row.isOfOneOf(erasures))
                                        ? shown(rows, reader, erasures)
                                        : Mono.just(rows));
    }

    private Mono<List<Row>> shown(List<Row> rows, Optional<UserId> reader, Erasures erasures) {
        List<Long> rooms = rows.stream().map(Row::number).distinct().toList();
        return Mono.justOrEmpty(reader)
                .flatMap(user -> erasedUsers.readBy(user, rooms, erasures))
                .defaultIfEmpty(Map.of())
                .map(readers -> shown(rows, readers, erasures.neverJoined()));
    }

    private static List<Row> shown(
            List<Row> rows, Map<Long, ErasedFor> readers, ErasedFor somebody) {
        return rows.stream()
                .map(row -> row.shown(readers.getOrDefault(row.number(), somebody)))
                .toList();
    }

    /** The next rooms by their numbers; the last of the rows is of the last of them. */
    Flux<Row> page(
            Collection<String> roomIds,
            Collection<String> types,
            Optional<UserId> reader,
            long after) {
        return database.sql(PAGE)
                .bind("reader", reader.map(UserId::value).orElse(NOBODY))
                .bind("types", types.toArray(String[]::new))
                .bind("rooms", roomIds.toArray(String[]::new))
                .bind("after", after)
                .bind("mostBytes", MOST_BYTES)
                .map(RoomStateRepository::row)
                .all();
    }

    private static Collection<RoomState> states(List<Row> rows) {
        return rows.stream()
                .collect(
                        Collectors.groupingBy(
                                Row::number,
                                Collectors.collectingAndThen(
                                        Collectors.toList(), RoomStateRepository::state)))
                .values();
    }

    private static Row row(Readable row) {
        RoomIdentity room = RoomIdentity.of(row);
        return new Row(
                room,
                Objects.requireNonNull(row.get("joined_members", Integer.class)),
                Optional.ofNullable(row.get("membership", String.class)).flatMap(Membership::find),
                PduEvent.stored(
                        room.version(),
                        EventId.parse(text(row, "event_id")),
                        Objects.requireNonNull(row.get("json", byte[].class))),
                new Row.Origin(number(row, "position"), number(row, "erasures")),
                Objects.requireNonNull(row.get("is_of_last_room", Boolean.class)));
    }

    private static RoomState state(List<Row> rows) {
        Row any = rows.getFirst();
        return new RoomState(
                any.room(),
                any.joinedMembers(),
                any.membership(),
                any.origin().erasures(),
                rows.stream()
                        .map(Row::event)
                        .collect(Collectors.toMap(PduEvent::type, Function.identity())));
    }
}
