package dev.ganglion.sync.relation;

import dev.ganglion.service.relation.BundleSql;

/** The statement that reads what is bundled with events: see {@link BundleSql}. */
final class BundleQuery {
    /** Relies on the primary key of account_data. */
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

    private static final BundleSql SQL =
            new BundleSql(
                    "parent",
                    ":reader",
                    stretches("seen"),
                    stretches("hidden"),
                    "select user_id from ignored");

    static final String SELECT =
            """
            with ignored as materialized (%1$s),
            parent as materialized (%2$s)
            select parent.position, r.room_id,
                   %3$s, %4$s, %5$s,
                   %6$s as parent_references,
                   %7$s as latest_references,
                   %8$s as thread_count,
                   %9$s as is_participant
            from parent
            join rooms.room r on r.room_nid = parent.room_nid
            %10$s
            """
                    .formatted(
                            IGNORED,
                            PARENT,
                            ChildEvent.columns("replacement"),
                            ChildEvent.columns("latest"),
                            ChildEvent.columns("edited"),
                            SQL.references(),
                            SQL.latestReferences(),
                            SQL.threadCount(),
                            SQL.isParticipant(),
                            SQL.joins());

    private BundleQuery() {}

    private static String stretches(String kind) {
        return "select * from unnest(parent.%1$s_after, parent.%1$s_up_to) as each(after, up_to)"
                .formatted(kind);
    }
}
