package dev.ganglion.room.persist;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds out which relations of a batch are refused because of what is in the database. A room that
 * another replica moves after this has its proposals decided anew.
 */
@Repository
class RelationLookup {
    private final DatabaseClient database;

    RelationLookup(DatabaseClient database) {
        this.database = database;
    }

    /** Those that are refused. One query a batch, none for a batch without such relations. */
    Mono<Set<RelationCheck>> findRefused(List<PendingProposal> batch) {
        List<Asked> asked =
                batch.stream().flatMap(pending -> Asked.of(pending).stream()).distinct().toList();
        return asked.isEmpty() ? Mono.just(Set.of()) : query(asked);
    }

    private record Asked(long roomNid, RelationCheck check) {
        static Optional<Asked> of(PendingProposal pending) {
            return pending.proposal()
                    .relationCheck()
                    .map(check -> new Asked(pending.head().identity().nid().value(), check));
        }
    }

    /** Relies on event_id_once, annotation_of_target and event_relation's primary key. */
    private Mono<Set<RelationCheck>> query(List<Asked> asked) {
        return database.sql(
                        """
                        select n.index
                        from unnest(:indexes, :rooms, :targets, :annotations)
                             as n(index, room_nid, target, annotation)
                        join rooms.event t on t.event_id = n.target and t.room_nid = n.room_nid
                        where n.annotation is not null
                          and exists (
                              select
                              from rooms.event_relation r
                              where r.target_position = t.position and r.annotation = n.annotation)
                           or n.annotation is null
                          and exists (
                              select
                              from rooms.event_relation r
                              where r.position = t.position)
                        """)
                .bind("indexes", IntStream.range(0, asked.size()).boxed().toArray(Integer[]::new))
                .bind("rooms", Columns.longs(asked, Asked::roomNid))
                .bind("targets", Columns.texts(asked, ask -> ask.check().target().value()))
                .bind(
                        "annotations",
                        asked.stream()
                                .map(ask -> ask.check().annotation().orElse(null))
                                .toArray(UUID[]::new))
                .map(row -> Objects.requireNonNull(row.get("index", Integer.class)))
                .all()
                .map(index -> asked.get(index).check())
                .collect(Collectors.toSet());
    }
}
