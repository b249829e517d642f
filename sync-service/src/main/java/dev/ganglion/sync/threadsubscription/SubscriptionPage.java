package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.sync.json.JsonBytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of a user's last changes. MSC4308.
 *
 * @param changes from the last one back
 * @param rest up to which position there are more; empty when these are all
 */
public record SubscriptionPage(List<ThreadSubscription> changes, Optional<Long> rest) {
    /** How many changes a client is given at most. */
    public static final int MAX_LIMIT = 500;

    /** How many changes a client is given that says nothing. */
    public static final int DEFAULT_LIMIT = 100;

    /** A lane, of which there is one so far, and a position. */
    private static final Pattern TOKEN = Pattern.compile("0-([0-9]{1,18})");

    /** The first of these changes. */
    static SubscriptionPage of(List<ThreadSubscription> changes, int limit) {
        return changes.size() <= limit
                ? new SubscriptionPage(List.copyOf(changes), Optional.empty())
                : new SubscriptionPage(
                        List.copyOf(changes.subList(0, limit)),
                        Optional.of(changes.get(limit).position()));
    }

    /** The position of {@link #rest} as clients were given it; else {@code M_INVALID_PARAM}. */
    public static long parse(String token) {
        Matcher form = TOKEN.matcher(token);
        if (!form.matches()) {
            throw MatrixException.invalidParam("from is not a token of this server");
        }
        return Long.parseLong(form.group(1));
    }

    /**
     * As an object.
     *
     * @param tokenName what the token of the rest is called
     */
    public void write(JsonBytes out, String tokenName) {
        out.beginObject();
        write(out, "subscribed", true);
        write(out, "unsubscribed", false);
        rest.ifPresent(position -> out.key(tokenName).string("0-" + position));
        out.endObject();
    }

    private void write(JsonBytes out, String name, boolean isSubscribed) {
        Map<String, List<ThreadSubscription>> rooms = new TreeMap<>();
        for (ThreadSubscription change : changes) {
            if (change.state().isSubscribed() == isSubscribed) {
                rooms.computeIfAbsent(change.roomId(), _ -> new ArrayList<>()).add(change);
            }
        }
        if (rooms.isEmpty()) {
            return;
        }
        out.key(name).beginObject();
        rooms.forEach((room, all) -> write(out.key(room), all));
        out.endObject();
    }

    private static void write(JsonBytes out, List<ThreadSubscription> ofRoom) {
        out.beginObject();
        for (ThreadSubscription change : ofRoom) {
            out.key(change.threadRoot()).beginObject();
            if (change.state().isSubscribed()) {
                out.key("automatic").bool(change.state() == SubscriptionState.AUTOMATIC);
            }
            out.key("bump_stamp").number(change.position()).endObject();
        }
        out.endObject();
    }
}
