package dev.ganglion.sync.relation;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.relation.Bundled.ThreadSummary;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what is bundled with events. One query for all rooms, none where there is no event to ask
 * for.
 */
@Repository
public class Bundles {
    private final DatabaseClient database;

    Bundles(DatabaseClient database) {
        this.database = database;
    }

    private record Row(long position, Bundled bundled) {}

    /** By the position of the parent; what ignored users sent is left out. */
    public Mono<Map<Long, Bundled>> of(UserId reader, Collection<Parents> rooms) {
        return rooms.isEmpty() ? Mono.just(Map.of()) : query(reader, rooms);
    }

    private Mono<Map<Long, Bundled>> query(UserId reader, Collection<Parents> rooms) {
        GenericExecuteSpec statement =
                database.sql(BundleQuery.SELECT)
                        .bind("reader", reader.value())
                        .bind(
                                "parents",
                                rooms.stream()
                                        .flatMap(room -> room.positions().stream())
                                        .toArray(Long[]::new));
        statement = new SpansOfParents(rooms, Parents::shown).bind(statement, "seen");
        return new SpansOfParents(rooms, Parents::hidden)
                .bind(statement, "hidden")
                .map(Bundles::row)
                .all()
                .collectMap(Row::position, Row::bundled);
    }

    private static Row row(Readable row) {
        return new Row(
                Objects.requireNonNull(row.get("position", Long.class)),
                new Bundled(
                        ChildEvent.find(row, "replacement"),
                        thread(row),
                        texts(row, "parent_references")));
    }

    private static Optional<ThreadSummary> thread(Readable row) {
        return ChildEvent.find(row, "latest")
                .map(
                        latest ->
                                new ThreadSummary(
                                        latest,
                                        new Bundled(
                                                ChildEvent.find(row, "edited"),
                                                Optional.empty(),
                                                texts(row, "latest_references")),
                                        Objects.requireNonNull(row.get("thread_count", Long.class)),
                                        Boolean.TRUE.equals(
                                                row.get("is_participant", Boolean.class))));
    }

    private static List<String> texts(Readable row, String column) {
        return Arrays.asList(Objects.requireNonNull(row.get(column, String[].class)));
    }
}
