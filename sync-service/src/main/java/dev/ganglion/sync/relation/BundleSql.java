package dev.ganglion.sync.relation;

/**
 * The statement that reads what is bundled with events.
 *
 * <p>Costs a few index probes an event, however much relates to it: the newest replacement is the
 * most recent by its time among the newest {@value #REPLACEMENTS} by position; {@value #REFERENCES}
 * references are shown, the newest; a thread's count is kept with the thread, less what the reader
 * does not see of it or ignores, and where {@value #COUNTED} events or more are not seen, those
 * that are seen are counted instead, up to that number. A thread whose newest {@value #COUNTED}
 * events are all of ignored users is not told of.
 */
final class BundleSql {
    private static final int REPLACEMENTS = 20;
    private static final int REFERENCES = 100;
    private static final int COUNTED = 1_000;

    /** Module "Ignoring Users". Relies on the primary key of account_data. */
    private static final String IGNORED =
            """
            select user_id
            from sync.ignored_user
            where ignored_by = :reader
            """;

    private static final String PARENT =
            """
            select e.position, e.room_nid, e.sender, e.redacted_by,
                   (cast(:seenAfter as bigint[]))[w.seen_first : w.seen_last] as seen_after,
                   (cast(:seenUpTo as bigint[]))[w.seen_first : w.seen_last] as seen_up_to,
                   (cast(:hiddenAfter as bigint[]))[w.hidden_first : w.hidden_last] as hidden_after,
                   (cast(:hiddenUpTo as bigint[]))[w.hidden_first : w.hidden_last] as hidden_up_to
            from unnest(:parents, :seenFirst, :seenLast, :hiddenFirst, :hiddenLast)
                 as w(position, seen_first, seen_last, hidden_first, hidden_last)
            join rooms.event e on e.position = w.position
            """;

    /**
     * Relies on event's primary key, relation_of_target and the primary keys of thread and
     * thread_participant.
     */
    static final String SELECT =
            """
            with ignored as materialized (%1$s),
            parent as materialized (%2$s)
            select parent.position, r.room_id,
                   %3$s, %4$s, %5$s,
                   %6$s as parent_references,
                   %7$s as latest_references,
                   %8$s as thread_count,
                   parent.sender = :reader or exists (
                       select
                       from rooms.thread_participant p
                       where p.root_position = thread.root_position and p.user_id = :reader) as is_participant
            from parent
            join rooms.room r on r.room_nid = parent.room_nid
            left join lateral (%9$s) as replacement on parent.redacted_by is null
            left join rooms.thread thread on thread.root_position = parent.position
            left join lateral (%10$s) as latest on true
            left join lateral (%11$s) as edited on true
            """
                    .formatted(
                            IGNORED,
                            PARENT,
                            ChildEvent.columns("replacement"),
                            ChildEvent.columns("latest"),
                            ChildEvent.columns("edited"),
                            references("parent"),
                            references("latest"),
                            threadCount(),
                            replacement("parent"),
                            latest(),
                            replacement("latest"));

    private BundleSql() {}

    /** The newest events of a kind that relate to a target, of those in some stretches. */
    private static String related(String stretches, String target, char kind, String limit) {
        return """
               select c.position
               from unnest(parent.%1$s_after, parent.%1$s_up_to) as stretch(after, up_to)
               cross join lateral (
                   select position
                   from rooms.event_relation
                   where target_position = %2$s
                     and kind = '%3$s'
                     and position > stretch.after
                     and position <= stretch.up_to
                   order by position desc
                   limit %4$s) as c
               order by c.position desc
               limit %4$s
               """
                .formatted(stretches, target, kind, limit);
    }

    private static String related(String stretches, String target, char kind, int limit) {
        return related(stretches, target, kind, Integer.toString(limit));
    }

    /** Events, by {@code b}, that are not of ignored users. */
    private static String events(String positions) {
        return """
               (%s) as newest
               join rooms.event b on b.position = newest.position
                and b.sender not in (select user_id from ignored)
               """
                .formatted(positions);
    }

    /** Module "Event replacements", "Server-side aggregation": by time, then by event ID. */
    private static String replacement(String original) {
        return """
               select b.*
               from %s
               order by b.origin_server_ts desc, b.event_id desc
               limit 1
               """
                .formatted(events(related("seen", original + ".position", 'e', REPLACEMENTS)));
    }

    /** Further back than the newest is looked only by who ignores somebody. */
    private static String latest() {
        String depth =
                "(select case when count(*) > 0 then %d else 1 end from ignored)"
                        .formatted(COUNTED);
        return """
               select b.*
               from %s
               order by b.position desc
               limit 1
               """
                .formatted(events(related("seen", "thread.root_position", 't', depth)));
    }

    private static String references(String target) {
        return """
               array(
                   select b.event_id
                   from %s
                   order by newest.position)
               """
                .formatted(events(related("seen", target + ".position", 'r', REFERENCES)));
    }

    private static String threadCount() {
        return """
               (select case
                    when unseen.number < %1$d then thread.replies - unseen.others - (
                        select coalesce(sum(p.replies), 0)
                        from rooms.thread_participant p
                        where p.root_position = thread.root_position
                          and p.user_id in (select user_id from ignored))
                    else (select count(*) from %2$s)
                end
                from (
                    select count(*) as number,
                           count(*) filter (where b.sender not in (select user_id from ignored)) as others
                    from (%3$s) as each
                    join rooms.event b on b.position = each.position) as unseen)::bigint
               """
                .formatted(
                        COUNTED,
                        events(related("seen", "thread.root_position", 't', COUNTED)),
                        related("hidden", "thread.root_position", 't', COUNTED));
    }
}
