package dev.ganglion.room.persist;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Takes events out of what they relate to, because their content is gone or they are themselves.
 * Works in the caller's transaction, which holds the lock of the event stream's lane: the counts of
 * threads are changed under it alone.
 */
public final class RelationRemoval {
    private static final String REMOVE =
            """
            with gone as (
                delete from rooms.event_relation r
                using rooms.event e
                where e.event_id = any($1) and r.position = e.position
                returning r.position, r.target_position, r.kind, e.sender
            ),
            participants as (
                update rooms.thread_participant p
                set replies = p.replies - n.replies
                from (
                    select target_position, sender, count(*) as replies
                    from gone
                    where kind = 't'
                    group by target_position, sender) as n
                where p.root_position = n.target_position and p.user_id = n.sender
            )
            update rooms.thread t
            set replies = t.replies - n.replies,
                latest_position = coalesce((
                    select r.position
                    from rooms.event_relation r
                    where r.target_position = t.root_position
                      and r.kind = 't'
                      and r.position not in (select position from gone)
                    order by r.position desc
                    limit 1), t.latest_position)
            from (
                select target_position, count(*) as replies
                from gone
                where kind = 't'
                group by target_position) as n
            where t.root_position = n.target_position
            returning t.root_position
            """;

    // Who began a thread takes part in it without a reply, while there is one by somebody.
    private static final String REMOVE_EMPTY =
            """
            with ended as (
                delete from rooms.thread t
                where t.root_position = any($1) and t.replies <= 0
                returning t.root_position
            )
            delete from rooms.thread_participant p
            using rooms.event root
            where p.root_position = any($1)
              and p.replies <= 0
              and root.position = p.root_position
              and (root.sender <> p.user_id or p.root_position in (select root_position from ended))
            """;

    private RelationRemoval() {}

    /**
     * The relations of those events, not the relations to them: who relates to a redacted event
     * still does. Relies on event_id_once and the primary keys.
     */
    public static Mono<Void> remove(Connection connection, Collection<String> eventIds) {
        return Flux.from(
                        connection
                                .createStatement(REMOVE)
                                .bind("$1", eventIds.toArray(String[]::new))
                                .execute())
                .concatMap(result -> result.map(RelationRemoval::root))
                .collectList()
                .filter(roots -> !roots.isEmpty())
                .flatMap(roots -> removeEmpty(connection, roots));
    }

    private static Mono<Void> removeEmpty(Connection connection, List<Long> roots) {
        return NewEventRows.run(
                connection.createStatement(REMOVE_EMPTY).bind("$1", roots.toArray(Long[]::new)));
    }

    private static Long root(Readable row) {
        return Objects.requireNonNull(row.get("root_position", Long.class));
    }
}
