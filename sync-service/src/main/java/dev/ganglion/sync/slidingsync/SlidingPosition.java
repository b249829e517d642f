package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.ConnectionState;
import dev.ganglion.sync.connection.Connections;
import dev.ganglion.sync.token.SyncToken;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code pos} of a client: a position of its connection, and how far it has read the streams.
 *
 * @param connection the number of the connection
 * @param number of the position
 */
record SlidingPosition(long connection, long number, SyncToken token) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})_([0-9]{1,18})_(.{1,200})");

    static SlidingPosition of(ConnectionState state, SyncToken token) {
        return new SlidingPosition(state.nid(), state.number(), token);
    }

    /** Whatever this server has not handed out is {@code M_UNKNOWN_POS}. */
    static SlidingPosition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Connections.unknownPosition();
        }
        return new SlidingPosition(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                SyncToken.tryParse(form.group(3)).orElseThrow(Connections::unknownPosition));
    }

    /** As clients get it. */
    @Override
    public String toString() {
        return connection + "_" + number + "_" + token;
    }
}
