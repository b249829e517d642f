package dev.ganglion.room.persist;

import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Statement;

import org.reactivestreams.Publisher;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The transaction of a batch: positions under the lane lock, heads compared and set, then the rows
 * of the rooms whose heads had not moved. Three round trips and a commit for messages, one more
 * where state changes.
 */
@Component
class BatchTransaction {
    // Nobody else takes positions until this transaction ends.
    private static final String BEGIN_ALONE =
            "begin; " + LaneLock.statement(StreamClass.EVENTS, StreamPosition.FIRST_LANE) + "; ";

    private static final String ADVANCE_HEADS =
            """
                update rooms.room_head h
                set version = n.version,
                    depth = n.depth,
                    forward_extremities = string_to_array(n.forward_extremities, ' '),
                    latest_position = n.latest_position,
                    notify_count = n.notify_count,
                    joined_members = n.joined_members,
                    invited_members = n.invited_members
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[],
                            $7::bigint[], $8::int[], $9::int[])
                     as n(room_nid, expected, version, depth, forward_extremities, latest_position,
                          notify_count, joined_members, invited_members)
                where h.room_nid = n.room_nid and h.version = n.expected
                returning h.room_nid
                """;

    private final ConnectionFactory connections;

    BatchTransaction(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * What was committed.
     *
     * @param firstPosition of the event with index 0
     * @param accepted the room numbers whose events are in the database; those of other rooms are
     *     not
     */
    record Committed(BatchPlan plan, long firstPosition, Set<Long> accepted) {
        boolean isAccepted(RoomTurn turn) {
            return accepted.contains(turn.identity().nid().value());
        }
    }

    /** Writes a batch. */
    Mono<Committed> write(BatchPlan plan) {
        return plan.turns().isEmpty()
                ? Mono.just(new Committed(plan, 0, Set.of()))
                : inTransaction(connection -> write(connection, BEGIN_ALONE, plan));
    }

    /** Keeps all others from writing from before the batch is planned until it is written. */
    Mono<Committed> writeAlone(Mono<BatchPlan> planning) {
        return inTransaction(
                connection ->
                        number(connection, BEGIN_ALONE + "select 0::bigint as number")
                                .then(planning)
                                .flatMap(
                                        plan ->
                                                plan.turns().isEmpty()
                                                        ? write(plan)
                                                        : write(connection, "", plan)));
    }

    private static Mono<Committed> write(Connection connection, String begin, BatchPlan plan) {
        Collection<RoomTurn> turns = plan.turns();
        return takePositions(connection, begin, plan.size())
                .flatMap(first -> writeRows(connection, plan, turns, first));
    }

    private static Mono<Committed> writeRows(
            Connection connection, BatchPlan plan, Collection<RoomTurn> turns, long first) {
        return advanceHeads(connection, turns, first)
                .flatMap(
                        accepted ->
                                insert(connection, turns, accepted, first)
                                        .thenReturn(new Committed(plan, first, accepted)));
    }

    /**
     * Writes the first events of a new room, with its row, its head and perhaps an alias that must
     * be free. Answers the position of the last.
     */
    Mono<Long> create(NewRoom room, RoomTurn turn) {
        int size = turn.events().size();
        return inTransaction(
                connection ->
                        takePositions(connection, BEGIN_ALONE, size)
                                .flatMap(first -> insertNew(connection, room, turn, first)));
    }

    private static Mono<Long> insertNew(
            Connection connection, NewRoom room, RoomTurn turn, long first) {
        long last = first + turn.events().size() - 1;
        return RoomRows.insert(connection, room, turn, last)
                .flatMap(nid -> NewEventRows.ofNewRoom(nid, turn, first).insert(connection))
                .thenReturn(last);
    }

    private <T> Mono<T> inTransaction(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(),
                work,
                connection -> end(connection, connection.commitTransaction()),
                (connection, failure) -> end(connection, connection.rollbackTransaction()),
                connection -> end(connection, connection.rollbackTransaction()));
    }

    /** A connection that breaks while it commits goes back too, or the pool runs dry. */
    private static Flux<Void> end(Connection connection, Publisher<Void> ending) {
        return Flux.concatDelayError(ending, connection.close());
    }

    /**
     * Moves the sequence on by the whole batch.
     *
     * @param begin what to do before, in the same message
     */
    private static Mono<Long> takePositions(Connection connection, String begin, int size) {
        String take =
                "select setval('rooms.event_position', nextval('rooms.event_position') + %d) as number"
                        .formatted(size - 1);
        return number(connection, begin + take).map(last -> last - size + 1);
    }

    /** The number that the last of these statements answers. */
    private static Mono<Long> number(Connection connection, String statements) {
        return Flux.from(connection.createStatement(statements).execute())
                .concatMap(
                        result ->
                                result.map(
                                        (row, metadata) ->
                                                metadata.contains("number")
                                                        ? Objects.requireNonNull(
                                                                row.get("number", Long.class))
                                                        : -1L))
                .last();
    }

    private static Mono<Set<Long>> advanceHeads(
            Connection connection, Collection<RoomTurn> turns, long first) {
        Statement update = connection.createStatement(ADVANCE_HEADS);
        List<RoomTurn> list = List.copyOf(turns);
        update.bind("$1", Columns.longs(list, turn -> turn.identity().nid().value()))
                .bind("$2", Columns.longs(list, turn -> turn.head().extent().version()))
                .bind("$3", Columns.longs(list, turn -> turn.extent().version()))
                .bind("$4", Columns.longs(list, turn -> turn.extent().depth()))
                .bind("$5", list.stream().map(RoomRows::extremities).toArray(String[]::new))
                .bind("$6", Columns.longs(list, turn -> first + turn.events().getLast().index()))
                .bind("$7", Columns.longs(list, turn -> turn.extent().notifyCount()))
                .bind(
                        "$8",
                        list.stream()
                                .map(turn -> turn.extent().joinedMembers())
                                .toArray(Integer[]::new))
                .bind(
                        "$9",
                        list.stream()
                                .map(turn -> turn.extent().invitedMembers())
                                .toArray(Integer[]::new));
        return Flux.from(update.execute())
                .concatMap(
                        result ->
                                result.map(
                                        row ->
                                                Objects.requireNonNull(
                                                        row.get("room_nid", Long.class))))
                .collect(Collectors.toSet());
    }

    private static Mono<Void> insert(
            Connection connection, Collection<RoomTurn> turns, Set<Long> accepted, long first) {
        return Flux.fromIterable(turns)
                .filter(turn -> accepted.contains(turn.identity().nid().value()))
                .collectList()
                .filter(list -> !list.isEmpty())
                .flatMap(list -> NewEventRows.of(list, first).insert(connection));
    }
}
