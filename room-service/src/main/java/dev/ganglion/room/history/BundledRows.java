package dev.ganglion.room.history;

import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.history.Bundled.ThreadSummary;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads events together with what is bundled with them, in one statement: select {@link #COLUMNS}
 * from {@code rooms.event e} with {@link #RELATED}, {@link #bind} those who read, {@link #read}
 * each row. Everything that is bundled is looked for in the stretches of history that the reader
 * sees, so it may be shown as it is.
 *
 * <p>Costs a few index probes an event, however much relates to it: the newest replacement is the
 * most recent by its time among the newest {@value #REPLACEMENTS} by position; {@value #REFERENCES}
 * references are shown, the newest; a thread's count is kept with the thread, less what the reader
 * does not see of it or ignores, and where {@value #COUNTED} events or more are not seen, those
 * that are seen are counted instead, up to that number. A thread whose newest {@value #COUNTED}
 * events are all of ignored users is not told of.
 */
public final class BundledRows {
    private static final int REPLACEMENTS = 20;
    private static final int REFERENCES = 100;
    private static final int COUNTED = 1_000;

    /** The stretches of history that {@link #bind} binds, of every room that is read. */
    public static final String SEEN =
            "unnest(:seenRooms, :seenAfter, :seenUpTo) as stretch(room_nid, after, up_to)";

    private static final String HIDDEN =
            "unnest(:hiddenRooms, :hiddenAfter, :hiddenUpTo) as stretch(room_nid, after, up_to)";

    /** The users whom the one that {@link #bind} binds ignores. Module "Ignoring Users". */
    public static final String IGNORED =
            "(select ignored from rooms.ignored_by(:readerId) as ignored)";

    /** Further back than the newest is looked only by who ignores somebody. */
    private static final String DEPTH =
            "(select case when exists %s then %d else 1 end)".formatted(IGNORED, COUNTED);

    /** What of {@code rooms.event} the rest needs, where that is not selected from itself. */
    public static final String EVENT =
            "position, room_nid, event_id, sender, json, sender_device, txn_id, redacted_by,"
                    + " replaced_state_position";

    /** Of {@code rooms.event e} with {@link #RELATED}. */
    public static final String COLUMNS =
            EventRows.COLUMNS
                    + """
                    , replacement.position as replacement_position, replacement.event_id as replacement_id,
                    replacement.json as replacement_json, replacement.sender_device as replacement_sender_device,
                    replacement.txn_id as replacement_txn_id,
                    %s as event_references,
                    latest.position as latest_position, latest.event_id as latest_id, latest.json as latest_json,
                    latest.sender_device as latest_sender_device, latest.txn_id as latest_txn_id,
                    edited.position as edited_position, edited.event_id as edited_id, edited.json as edited_json,
                    edited.sender_device as edited_sender_device, edited.txn_id as edited_txn_id,
                    %s as latest_references,
                    %s as thread_count,
                    e.sender = :readerId or exists (
                        select
                        from rooms.thread_participant p
                        where p.root_position = thread.root_position and p.user_id = :readerId) as is_participant
                    """
                            .formatted(references("e"), references("latest"), threadCount());

    /**
     * Relies on event's primary key, relation_of_target and the primary keys of thread and
     * thread_participant.
     */
    public static final String RELATED =
            EventRows.RELATED
                    + """
                    left join lateral (%s) as replacement on e.redacted_by is null
                    left join rooms.thread thread on thread.root_position = e.position
                    left join lateral (%s) as latest on true
                    left join lateral (%s) as edited on true
                    """
                            .formatted(replacement("e"), latest(), replacement("latest"));

    private BundledRows() {}

    /**
     * Binds who reads.
     *
     * @param readers one user as a reader of each room that the statement selects from
     */
    public static GenericExecuteSpec bind(
            GenericExecuteSpec statement, Collection<Reader> readers) {
        List<RoomRange> seen =
                readers.stream().flatMap(reader -> RoomRange.of(reader, reader.seen())).toList();
        List<RoomRange> hidden =
                readers.stream().flatMap(reader -> RoomRange.of(reader, reader.hidden())).toList();
        return statement
                .bind("readerId", readers.iterator().next().userId().value())
                .bind("seenRooms", RoomRange.rooms(seen))
                .bind("seenAfter", RoomRange.afters(seen))
                .bind("seenUpTo", RoomRange.upTos(seen))
                .bind("hiddenRooms", RoomRange.rooms(hidden))
                .bind("hiddenAfter", RoomRange.afters(hidden))
                .bind("hiddenUpTo", RoomRange.upTos(hidden));
    }

    public static StoredEvent read(Readable row, RoomVersion version) {
        return EventRows.read(row, version)
                .with(
                        new Bundled(
                                EventRows.findPlain(row, version, "replacement_"),
                                thread(row, version),
                                references(row, "event_references")));
    }

    private static Optional<ThreadSummary> thread(Readable row, RoomVersion version) {
        return EventRows.findPlain(row, version, "latest_")
                .map(
                        latest ->
                                latest.with(
                                        new Bundled(
                                                EventRows.findPlain(row, version, "edited_"),
                                                Optional.empty(),
                                                references(row, "latest_references"))))
                .map(
                        latest ->
                                new ThreadSummary(
                                        latest,
                                        Objects.requireNonNull(row.get("thread_count", Long.class)),
                                        Boolean.TRUE.equals(
                                                row.get("is_participant", Boolean.class))));
    }

    private static List<String> references(Readable row, String column) {
        return Arrays.asList(Objects.requireNonNull(row.get(column, String[].class)));
    }

    /**
     * The newest events of a kind that relate to a target, of those in the stretches of its room.
     */
    private static String related(
            String stretches, String target, String room, char kind, String limit) {
        return """
               select r.position
               from %s
               cross join lateral (
                   select position
                   from rooms.event_relation
                   where target_position = %s
                     and kind = '%s'
                     and position > stretch.after
                     and position <= stretch.up_to
                   order by position desc
                   limit %5$s) as r
               where stretch.room_nid = %4$s
               order by r.position desc
               limit %5$s
               """
                .formatted(stretches, target, kind, room, limit);
    }

    /** Events, by {@code b}, that are not of ignored users. */
    private static String events(String positions) {
        return """
               (%s) as newest
               join rooms.event b on b.position = newest.position and b.sender not in %s
               """
                .formatted(positions, IGNORED);
    }

    /** Module "Event replacements", "Server-side aggregation": by time, then by event ID. */
    private static String replacement(String original) {
        return """
               select b.position, b.event_id, b.json, b.sender_device, b.txn_id
               from %s
               order by b.origin_server_ts desc, b.event_id desc
               limit 1
               """
                .formatted(events(seen(original, 'e', REPLACEMENTS)));
    }

    private static String references(String target) {
        return """
               array(
                   select b.event_id
                   from %s
                   order by newest.position)
               """
                .formatted(events(seen(target, 'r', REFERENCES)));
    }

    private static String latest() {
        return """
               select b.position, b.room_nid, b.event_id, b.json, b.sender_device, b.txn_id
               from %s
               order by b.position desc
               limit 1
               """
                .formatted(events(threadEvents(SEEN, DEPTH)));
    }

    private static String seen(String target, char kind, int limit) {
        return related(
                SEEN, target + ".position", target + ".room_nid", kind, Integer.toString(limit));
    }

    private static String threadEvents(String stretches, String limit) {
        return related(stretches, "thread.root_position", "thread.room_nid", 't', limit);
    }

    private static String threadCount() {
        String most = Integer.toString(COUNTED);
        return """
               (select case
                    when unseen.number < %1$s then thread.replies - unseen.others - (
                        select coalesce(sum(p.replies), 0)
                        from rooms.thread_participant p
                        where p.root_position = thread.root_position
                          and p.user_id in %4$s)
                    else (select count(*) from %2$s)
                end
                from (
                    select count(*) as number,
                           count(*) filter (where b.sender not in %4$s) as others
                    from (%3$s) as each
                    join rooms.event b on b.position = each.position) as unseen)::bigint
               """
                .formatted(
                        most,
                        events(threadEvents(SEEN, most)),
                        threadEvents(HIDDEN, most),
                        IGNORED);
    }
}
