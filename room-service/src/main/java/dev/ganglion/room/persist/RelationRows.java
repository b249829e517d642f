package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.relation.AnnotationId;
import dev.ganglion.protocol.relation.Relation;
import dev.ganglion.protocol.relation.RelationKind;
import dev.ganglion.room.persist.NewEventRows.Row;

import io.r2dbc.spi.Connection;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The relations of a batch, and the threads that they make longer. Relations to events that are not
 * in the room are left out. An event cannot relate to another of its batch, whose ID nobody knows
 * yet, so what its target relates to is in the table before.
 */
final class RelationRows {
    private static final String INSERT =
            """
            with related as (
                select n.position, n.kind, n.rel_type, n.annotation, e.sender, e.type, e.room_nid,
                       t.position as target_position, t.sender as target_sender,
                       n.kind = 'e' and (
                           t.sender <> e.sender
                           or t.type <> e.type
                           or t.state_key is not null
                           or exists (
                               select
                               from rooms.event_relation original
                               where original.position = t.position and original.kind in ('e', 'x'))) as is_misfit
                from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::uuid[])
                     as n(position, target, kind, rel_type, annotation)
                join rooms.event e on e.position = n.position
                join rooms.event t on t.event_id = n.target and t.room_nid = e.room_nid
            ),
            direct as (
                insert into rooms.event_relation (position, target_position, kind, rel_type, annotation)
                select position, target_position, case when is_misfit then 'x' else kind end, rel_type, annotation
                from related
            ),
            indirect as (
                insert into rooms.event_relation (position, target_position, kind)
                select r.position, up.target_position, case up.kind when '2' then '3' else '2' end
                from related r
                join rooms.event_relation up on up.position = r.target_position and up.kind <> '3'
            ),
            threads as (
                insert into rooms.thread as t (root_position, room_nid, replies, latest_position)
                select target_position, room_nid, count(*), max(position)
                from related
                where kind = 't'
                group by target_position, room_nid
                on conflict (root_position) do update
                set replies = t.replies + excluded.replies,
                    latest_position = greatest(t.latest_position, excluded.latest_position)
            )
            insert into rooms.thread_participant as p (root_position, user_id, room_nid, replies)
            select r.target_position, wrote.user_id, r.room_nid, sum(wrote.replies)
            from related r
            cross join lateral (values (r.sender, 1), (r.target_sender, 0)) as wrote(user_id, replies)
            where r.kind = 't'
            group by r.target_position, wrote.user_id, r.room_nid
            on conflict (root_position, user_id) do update
            set replies = p.replies + excluded.replies
            where excluded.replies > 0
            """;

    private final List<NewRelation> relations;

    private record NewRelation(long position, PduEvent event, Relation relation) {
        RelationKind kind() {
            return RelationKind.of(relation, event.type(), event.isState(), event.content());
        }

        @Nullable String otherRelType() {
            return kind() == RelationKind.OTHER ? relation.relType() : null;
        }

        @Nullable UUID annotation() {
            return AnnotationId.of(event.sender(), event.type(), relation).orElse(null);
        }
    }

    private RelationRows(List<NewRelation> relations) {
        this.relations = relations;
    }

    /** Empty when no event of the batch relates to another. */
    static Optional<RelationRows> of(List<Row> rows) {
        List<NewRelation> relations = rows.stream().flatMap(row -> relation(row).stream()).toList();
        return relations.isEmpty() ? Optional.empty() : Optional.of(new RelationRows(relations));
    }

    /** One statement, once the events are there. Relies on event_id_once and the primary keys. */
    Mono<Void> insert(Connection connection) {
        return NewEventRows.run(
                connection
                        .createStatement(INSERT)
                        .bind("$1", Columns.longs(relations, NewRelation::position))
                        .bind("$2", texts(relation -> relation.relation().target().value()))
                        .bind("$3", texts(relation -> relation.kind().code()))
                        .bind("$4", texts(NewRelation::otherRelType))
                        .bind(
                                "$5",
                                relations.stream()
                                        .map(NewRelation::annotation)
                                        .toArray(UUID[]::new)));
    }

    private static Optional<NewRelation> relation(Row row) {
        PduEvent event = row.event().event();
        return Relation.of(event.content())
                .map(relation -> new NewRelation(row.position(), event, relation));
    }

    private String[] texts(Function<NewRelation, @Nullable String> read) {
        return Columns.texts(relations, read);
    }
}
