package dev.ganglion.gateway.limit;

import static dev.ganglion.gateway.limit.LimitKey.DEVICE;
import static dev.ganglion.gateway.limit.LimitKey.IP;
import static dev.ganglion.gateway.limit.LimitKey.ROOM;
import static dev.ganglion.gateway.limit.LimitKey.USER;

import java.util.EnumMap;
import java.util.Map;

/**
 * The limits and their defaults. A setting {@code ganglion.gateway.limits.<class>.<key>} with
 * {@code per-second} and {@code burst} replaces one, for example {@code
 * ganglion.gateway.limits.send.user.per-second=20}.
 */
public enum LimitClass {
    /** Registration and what leads to it; a registration takes two requests or more. */
    REGISTRATION(limit(IP, 0.5, 20)),
    /** Whatever tests a password or a refresh token. */
    LOGIN(limit(IP, 2, 40)),
    /** Changes to one's own account that ask for a password again. */
    ACCOUNT(limit(IP, 5, 100), limit(USER, 1, 20)),
    /** Events: messages, state, redactions, messages to devices; profiles and aliases. */
    SEND(limit(USER, 20, 200), limit(DEVICE, 20, 200), limit(ROOM, 200, 2_000)),
    /**
     * Delayed events cancelled, restarted or sent by whoever knows their ID: everybody in a call
     * restarts one every few seconds, and a whole office may call from one address.
     */
    DELAYED(limit(IP, 100, 1_000), limit(USER, 20, 200)),
    /** Providers that say who has logged out there: from few addresses, for everybody at once. */
    PROVIDER(limit(IP, 200, 5_000)),
    /** Joins, knocks, invitations and new rooms. */
    JOIN(limit(USER, 2, 40), limit(ROOM, 20, 400)),
    /** Long polls: a client has one or two open, but may close and reopen them. */
    SYNC(limit(USER, 50, 500)),
    /** Media in. */
    UPLOAD(limit(IP, 50, 500), limit(USER, 5, 50)),
    /** Media out: one look at a room may ask for dozens of thumbnails. */
    DOWNLOAD(limit(IP, 200, 2_000), limit(USER, 100, 1_000)),
    /** Searches that cost much, of the room directory too. */
    SEARCH(limit(USER, 2, 20)),
    /** Reports: each of them takes a moderator's time. */
    REPORT(limit(USER, 0.1, 10)),
    /** Administration. */
    ADMIN(limit(USER, 50, 500)),
    /** Everything else with an access token. */
    GENERAL(limit(USER, 50, 500)),
    /** What anyone may read. */
    OPEN(limit(IP, 50, 500)),
    /** Access tokens that are not in the cache: each costs a look-up at auth-service. */
    UNSEEN_TOKEN(limit(IP, 100, 1_000));

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.copyOf
    private final Map<LimitKey, Allowance> defaults;

    LimitClass(Limit... limits) {
        Map<LimitKey, Allowance> allowances = new EnumMap<>(LimitKey.class);
        for (Limit limit : limits) {
            allowances.put(limit.key(), limit.allowance());
        }
        this.defaults = Map.copyOf(allowances);
    }

    public Map<LimitKey, Allowance> defaults() {
        return defaults;
    }

    private static Limit limit(LimitKey key, double perSecond, int burst) {
        return new Limit(key, new Allowance(perSecond, burst));
    }

    private record Limit(LimitKey key, Allowance allowance) {}
}
