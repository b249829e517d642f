package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.ConnectionState;
import dev.ganglion.sync.connection.Connections;
import dev.ganglion.sync.token.SyncToken;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code pos} of a client: a position of its connection, and how far it has read the streams.
 *
 * @param connection the number of the connection
 * @param number of the position
 * @param threadSubscriptions up to where their stream has been told, which {@code /sync} does not
 *     tell and its token does not name; 0 when it has not
 */
record SlidingPosition(long connection, long number, SyncToken token, long threadSubscriptions) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})_([0-9]{1,18})_(?:t0-([0-9]{1,18})_)?(s.{1,200})");

    static SlidingPosition of(ConnectionState state, SyncToken token, long threadSubscriptions) {
        return new SlidingPosition(state.nid(), state.number(), token, threadSubscriptions);
    }

    /** Whatever this server has not handed out is {@code M_UNKNOWN_POS}. */
    static SlidingPosition parse(String text) {
        return find(text).orElseThrow(Connections::unknownPosition);
    }

    /** Empty for whatever this server has not handed out. */
    static Optional<SlidingPosition> find(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? SyncToken.tryParse(form.group(4)).map(token -> of(form, token))
                : Optional.empty();
    }

    private static SlidingPosition of(Matcher form, SyncToken token) {
        return new SlidingPosition(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                token,
                form.group(3) == null ? 0 : Long.parseLong(form.group(3)));
    }

    /** As clients get it. */
    @Override
    public String toString() {
        return connection
                + "_"
                + number
                + (threadSubscriptions == 0 ? "_" : "_t0-" + threadSubscriptions + "_")
                + token;
    }
}
