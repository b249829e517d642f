package dev.ganglion.service.relation;

import dev.ganglion.protocol.relation.RelationKind;

/**
 * Parts of statements that read what is bundled with events, the parents. Everything that is
 * bundled is looked for in the stretches of history that the reader sees, so it may be shown as it
 * is.
 *
 * <p>Costs a few index probes a parent, however much relates to it: the newest replacement is the
 * most recent by its time among the newest {@value #REPLACEMENTS} by position; {@value #REFERENCES}
 * references are shown, the newest; a thread's count is kept with the thread, less what the reader
 * does not see of it or ignores, and where {@value #COUNTED} events or more are not seen, those
 * that are seen are counted instead, up to that number. A thread whose newest {@value #COUNTED}
 * events are all of ignored users is not told of.
 *
 * @param parent the name of a table with position, sender and redacted_by of {@code rooms.event}
 * @param reader the parameter with the reader's user ID
 * @param seen selects after and up_to of each stretch of the parent's room that the reader sees
 * @param hidden the same of the stretches in between
 * @param ignored selects the users whom the reader ignores. Module "Ignoring Users"
 */
public record BundleSql(String parent, String reader, String seen, String hidden, String ignored) {
    private static final int REPLACEMENTS = 20;
    private static final int REFERENCES = 100;
    private static final int COUNTED = 1_000;

    /**
     * The newest {@code replacement} of the parent, its {@code thread}, the {@code latest} event of
     * that and how this was {@code edited}: all of {@code rooms.event} but the thread. Relies on
     * event's primary key, relation_of_target and the primary keys of thread and
     * thread_participant.
     */
    public String joins() {
        return """
               left join lateral (%1$s) as replacement on %4$s.redacted_by is null
               left join rooms.thread thread on thread.root_position = %4$s.position
               left join lateral (%2$s) as latest on true
               left join lateral (%3$s) as edited on true
               """
                .formatted(replacement(parent), latest(), replacement("latest"), parent);
    }

    /** The IDs of the events that refer to the parent, oldest first. */
    public String references() {
        return references(parent);
    }

    /** The IDs of the events that refer to {@code latest}, oldest first. */
    public String latestReferences() {
        return references("latest");
    }

    /** Whether the reader has written in {@code thread}, as its root or in it. */
    public String isParticipant() {
        return """
               %1$s.sender = %2$s or exists (
                   select
                   from rooms.thread_participant p
                   where p.root_position = thread.root_position and p.user_id = %2$s)
               """
                .formatted(parent, reader);
    }

    /** How many events of {@code thread} the reader sees. */
    public String threadCount() {
        return """
               (select case
                    when unseen.number < %1$d then thread.replies - unseen.others - (
                        select coalesce(sum(p.replies), 0)
                        from rooms.thread_participant p
                        where p.root_position = thread.root_position
                          and p.user_id in (%4$s))
                    else (select count(*) from %2$s)
                end
                from (
                    select count(*) as number,
                           count(*) filter (where b.sender not in (%4$s)) as others
                    from (%3$s) as each
                    join rooms.event b on b.position = each.position) as unseen)::bigint
               """
                .formatted(
                        COUNTED,
                        events(threadEvents(seen, Integer.toString(COUNTED))),
                        threadEvents(hidden, Integer.toString(COUNTED)),
                        ignored);
    }

    /** Module "Event replacements", "Server-side aggregation": by time, then by event ID. */
    private String replacement(String original) {
        return """
               select b.*
               from %s
               order by b.origin_server_ts desc, b.event_id desc
               limit 1
               """
                .formatted(events(seen(original, RelationKind.REPLACEMENT, REPLACEMENTS)));
    }

    private String references(String target) {
        return """
               array(
                   select b.event_id
                   from %s
                   order by newest.position)
               """
                .formatted(events(seen(target, RelationKind.REFERENCE, REFERENCES)));
    }

    /** Further back than the newest is looked only by who ignores somebody. */
    private String latest() {
        String depth =
                "(select case when exists (%s) then %d else 1 end)".formatted(ignored, COUNTED);
        return """
               select b.*
               from %s
               order by b.position desc
               limit 1
               """
                .formatted(events(threadEvents(seen, depth)));
    }

    /** Events, by {@code b}, that are not of ignored users. */
    private String events(String positions) {
        return """
               (%s) as newest
               join rooms.event b on b.position = newest.position and b.sender not in (%s)
               """
                .formatted(positions, ignored);
    }

    private String seen(String target, RelationKind kind, int limit) {
        return related(seen, target + ".position", kind, Integer.toString(limit));
    }

    private static String threadEvents(String stretches, String limit) {
        return related(stretches, "thread.root_position", RelationKind.THREAD, limit);
    }

    /** The newest events of a kind that relate to a target, of those in some stretches. */
    private static String related(
            String stretches, String target, RelationKind kind, String limit) {
        return """
               select r.position
               from (%1$s) as stretch
               cross join lateral (
                   select position
                   from rooms.event_relation
                   where target_position = %2$s
                     and kind = '%3$s'
                     and position > stretch.after
                     and position <= stretch.up_to
                   order by position desc
                   limit %4$s) as r
               order by r.position desc
               limit %4$s
               """
                .formatted(stretches, target, kind.code(), limit);
    }
}
