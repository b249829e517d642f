package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.database.Rows;
import dev.ganglion.sync.pusher.PusherKey;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * A pusher that this replica has taken for a while.
 *
 * @param number of the claim: whoever took the pusher before may change nothing any more
 * @param news counts what was added for the pusher up to the claim
 * @param isDead whether the device that made it is gone
 */
record Claim(
        long pusherId,
        long number,
        UserId user,
        Target target,
        Badge badge,
        long news,
        int failures,
        boolean isDead,
        boolean isEnabled) {
    /**
     * Where a push goes.
     *
     * @param data as the client gave it
     * @param host of the gateway
     * @param setAt in seconds since 1970
     */
    record Target(PusherKey key, JsonObject data, String host, long setAt) {
        String url() {
            return data.string("url").orElseThrow();
        }
    }

    /**
     * The number beside the application's icon.
     *
     * @param isDue whether it may have changed
     * @param last that was told
     */
    record Badge(boolean isDue, Optional<Long> last) {}

    boolean isFailing() {
        return failures > 0;
    }

    /** The same when the number has just been told, with an event. */
    Claim told(long unread) {
        return new Claim(
                pusherId,
                number,
                user,
                target,
                new Badge(false, Optional.of(unread)),
                news,
                failures,
                isDead,
                isEnabled);
    }

    /** Reads columns of a pusher {@code p}. */
    static Claim read(Readable row) {
        return new Claim(
                Rows.number(row, "pusher_id"),
                Rows.number(row, "claim"),
                new UserId(text(row, "user_id")),
                new Target(
                        new PusherKey(text(row, "app_id"), text(row, "pushkey")),
                        Json.parseObject(
                                Objects.requireNonNull(row.get("data", byte[].class), "data")),
                        text(row, "host"),
                        Rows.number(row, "set_at")),
                new Badge(
                        isTrue(row, "is_badge_due"),
                        Optional.ofNullable(row.get("badge", Long.class))),
                Rows.number(row, "news"),
                Math.toIntExact(Rows.number(row, "failures")),
                !isTrue(row, "has_device"),
                isTrue(row, "is_enabled"));
    }

    private static boolean isTrue(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }
}
