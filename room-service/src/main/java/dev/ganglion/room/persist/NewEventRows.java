package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.StateEvent;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Inserts events and what hangs on them, one statement a table whatever their number. */
final class NewEventRows {
    private static final String INSERT_EVENTS =
            """
                insert into rooms.event (position, room_nid, event_id, type, state_key, sender, depth,
                    origin_server_ts, json, notify_number, sender_device, txn_id, replaced_state_position)
                select n.position, n.room_nid, n.event_id, n.type, n.state_key, n.sender, n.depth,
                       n.origin_server_ts, convert_to(n.json, 'UTF8'), n.notify_number, n.sender_device,
                       n.txn_id, n.replaced_state_position
                from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                            $7::bigint[], $8::bigint[], $9::text[], $10::bigint[], $11::text[], $12::text[],
                            $13::bigint[])
                     as n(position, room_nid, event_id, type, state_key, sender, depth, origin_server_ts, json,
                          notify_number, sender_device, txn_id, replaced_state_position)
                """;

    private final List<Row> rows;

    /** An event with its room and its position. */
    record Row(long roomNid, long position, NewEvent event, @Nullable Long replacedPosition) {}

    private NewEventRows(List<Row> rows) {
        this.rows = rows;
    }

    /** The events of rooms that exist. */
    static NewEventRows of(List<RoomTurn> turns, long first) {
        List<Row> rows = new ArrayList<>();
        turns.forEach(turn -> addRows(rows, turn.identity().nid().value(), turn, first));
        return new NewEventRows(rows);
    }

    /** The events of a room that has just got its number. */
    static NewEventRows ofNewRoom(long nid, RoomTurn turn, long first) {
        List<Row> rows = new ArrayList<>();
        addRows(rows, nid, turn, first);
        return new NewEventRows(rows);
    }

    Mono<Void> insert(Connection connection) {
        List<Mono<Void>> steps = new ArrayList<>();
        steps.add(insertEvents(connection));
        mentions(connection).ifPresent(steps::add);
        roomMentions(connection).ifPresent(steps::add);
        RelationRows.of(rows).ifPresent(relations -> steps.add(relations.insert(connection)));
        RedactionRows.of(rows).ifPresent(redactions -> steps.add(redactions.update(connection)));
        StateRows.of(rows).ifPresent(state -> steps.add(state.insert(connection)));
        SpaceChildRows.of(rows).ifPresent(children -> steps.add(children.write(connection)));
        return Flux.concat(steps).then();
    }

    private Mono<Void> insertEvents(Connection connection) {
        Statement insert = connection.createStatement(INSERT_EVENTS);
        insert.bind("$1", longs(Row::position))
                .bind("$2", longs(Row::roomNid))
                .bind("$3", texts(row -> row.event().event().eventId().value()))
                .bind("$4", texts(row -> row.event().event().type()))
                .bind("$5", texts(row -> row.event().event().stateKey().orElse(null)))
                .bind("$6", texts(row -> row.event().event().sender().value()))
                .bind("$7", longs(row -> row.event().event().depth()))
                .bind("$8", longs(row -> row.event().event().originServerTs()))
                .bind("$9", texts(row -> utf8(row.event().event().canonicalBytes())))
                .bind("$10", longs(row -> row.event().notifyNumber()))
                .bind(
                        "$11",
                        texts(
                                row ->
                                        row.event()
                                                .transaction()
                                                .map(TransactionKey::deviceId)
                                                .orElse(null)))
                .bind(
                        "$12",
                        texts(
                                row ->
                                        row.event()
                                                .transaction()
                                                .map(TransactionKey::transactionId)
                                                .orElse(null)))
                .bind("$13", longs(Row::replacedPosition));
        return run(insert);
    }

    private Optional<Mono<Void>> mentions(Connection connection) {
        List<String> users = new ArrayList<>();
        List<Long> rooms = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Row row : rows) {
            for (UserId user : row.event().mentions()) {
                users.add(user.value());
                rooms.add(row.roomNid());
                positions.add(row.position());
            }
        }
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        run(
                                connection
                                        .createStatement(
                                                """
                                insert into rooms.event_mention (user_id, room_nid, position)
                                select * from unnest($1::text[], $2::bigint[], $3::bigint[])
                                """)
                                        .bind("$1", users.toArray(String[]::new))
                                        .bind("$2", rooms.toArray(Long[]::new))
                                        .bind("$3", positions.toArray(Long[]::new))));
    }

    /** Everybody in the room but the sender, and but those whom the event names anyway. */
    private Optional<Mono<Void>> roomMentions(Connection connection) {
        List<Row> calls = rows.stream().filter(row -> row.event().mentionsRoom()).toList();
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        run(
                                connection
                                        .createStatement(
                                                """
                                insert into rooms.event_mention (user_id, room_nid, position)
                                select m.user_id, m.room_nid, n.position
                                from unnest($1::bigint[], $2::bigint[], $3::text[]) as n(room_nid, position, sender)
                                join rooms.room_member m on m.room_nid = n.room_nid
                                where m.membership = 'join' and m.user_id <> n.sender
                                on conflict do nothing
                                """)
                                        .bind(
                                                "$1",
                                                calls.stream()
                                                        .map(Row::roomNid)
                                                        .toArray(Long[]::new))
                                        .bind(
                                                "$2",
                                                calls.stream()
                                                        .map(Row::position)
                                                        .toArray(Long[]::new))
                                        .bind(
                                                "$3",
                                                calls.stream()
                                                        .map(
                                                                row ->
                                                                        row.event()
                                                                                .event()
                                                                                .sender()
                                                                                .value())
                                                        .toArray(String[]::new))));
    }

    private static void addRows(List<Row> rows, long nid, RoomTurn turn, long first) {
        for (RoomTurn.IndexedEvent indexed : turn.events()) {
            Long replaced =
                    indexed.event()
                            .replaced()
                            .map(StateEvent::position)
                            .map(position -> RoomTurn.position(position, first))
                            .orElse(null);
            rows.add(new Row(nid, first + indexed.index(), indexed.event(), replaced));
        }
    }

    static Mono<Void> run(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }

    private Long[] longs(Function<Row, @Nullable Long> read) {
        return Columns.longs(rows, read);
    }

    private String[] texts(Function<Row, @Nullable String> read) {
        return Columns.texts(rows, read);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
