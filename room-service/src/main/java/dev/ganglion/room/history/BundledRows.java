package dev.ganglion.room.history;

import dev.ganglion.room.history.Bundled.ThreadSummary;
import dev.ganglion.service.relation.BundleSql;

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
 * each row. What is bundled, and what it costs: see {@link BundleSql}.
 */
public final class BundledRows {
    /** The stretches of history that {@link #bind} binds, of every room that is read. */
    public static final String SEEN =
            "unnest(:seenRooms, :seenAfter, :seenUpTo) as stretch(room_nid, after, up_to)";

    private static final String ALL_IGNORED =
            "select ignored from rooms.ignored_by(:readerId) as ignored";

    /** The users whom the one that {@link #bind} binds ignores. Module "Ignoring Users". */
    public static final String IGNORED = "(" + ALL_IGNORED + ")";

    private static final BundleSql SQL =
            new BundleSql("e", ":readerId", stretches("seen"), stretches("hidden"), ALL_IGNORED);

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
                    %s as is_participant
                    """
                            .formatted(
                                    SQL.references(),
                                    SQL.latestReferences(),
                                    SQL.threadCount(),
                                    SQL.isParticipant());

    /** What is joined to {@code rooms.event e}: see {@link BundleSql#joins}. */
    public static final String RELATED = EventRows.RELATED + SQL.joins();

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

    public static StoredEvent read(Readable row, Reader reader) {
        return EventRows.read(row, reader)
                .with(
                        new Bundled(
                                EventRows.findReplacement(row, reader, "replacement_"),
                                thread(row, reader),
                                references(row, "event_references")));
    }

    private static Optional<ThreadSummary> thread(Readable row, Reader reader) {
        return EventRows.findPlain(row, reader, "latest_")
                .map(
                        latest ->
                                latest.with(
                                        new Bundled(
                                                EventRows.findReplacement(row, reader, "edited_"),
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

    /** Of the room of {@code rooms.event e}. */
    private static String stretches(String kind) {
        return """
               select of_room.after, of_room.up_to
               from unnest(:%1$sRooms, :%1$sAfter, :%1$sUpTo) as of_room(room_nid, after, up_to)
               where of_room.room_nid = e.room_nid
               """
                .formatted(kind);
    }
}
