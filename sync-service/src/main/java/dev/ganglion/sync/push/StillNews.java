package dev.ganglion.sync.push;

import dev.ganglion.sync.event.ThreadRoot;

import io.r2dbc.spi.Readable;

import java.util.List;

/**
 * Whether what waits for a pusher is still to be told. In statements where {@code n} is the event
 * and {@code :user} the pusher's user.
 */
public final class StillNews {
    /** The event was not taken back, nor its sender, and the user may read it and wants to. */
    public static final String IS_TOLD =
            """
            (n.redacted_by is null
             and not exists (select from rooms.erased_user u where u.user_id = n.sender)
             and not exists (
                 select
                 from sync.ignored_user i
                 where i.ignored_by = :user and i.user_id = n.sender)
             and exists (
                 select
                 from rooms.room_member x
                 where x.room_nid = n.room_nid and x.user_id = :user
                   and (x.membership = 'join'
                        or (x.membership = 'invite' and x.event_position = n.position))))
            """;

    /** The threads that the user has read up to the event, for {@link #isRead}. */
    public static final String READ_THREADS =
            """
            (select array_agg(c.thread_id)
             from sync.receipt c
             where c.room_nid = n.room_nid and c.user_id = :user
               and c.receipt_type in ('m.read', 'm.read.private')
               and c.event_position >= n.position)
            """;

    private StillNews() {}

    /**
     * By a receipt of the whole room, or of the timeline that the event is in.
     *
     * @param column holds what {@link #READ_THREADS} gave
     */
    public static boolean isRead(Readable row, String column, byte[] json) {
        String[] threads = row.get(column, String[].class);
        if (threads == null) {
            return false;
        }
        List<String> read = List.of(threads);
        return read.contains("") || read.contains(ThreadRoot.of(json).orElse("main"));
    }
}
