package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * What a client says of a pusher.
 *
 * @param data as the client gave it, with the gateway's {@code url}
 * @param host of the gateway; empty for other kinds
 * @param isEnabled false while the user wants to be told of nothing there
 * @param isAppended whether others' pushers with the same key stay
 */
record PusherSettings(
        PusherKey key,
        PusherKind kind,
        Names names,
        JsonObject data,
        String host,
        boolean isEnabled,
        boolean isAppended) {
    /** The same with another push key. */
    PusherSettings withPushkey(String pushkey) {
        PusherKey other = new PusherKey(key.appId(), pushkey);
        return new PusherSettings(other, kind, names, data, host, isEnabled, isAppended);
    }

    /** What people read of a pusher. */
    record Names(
            String appDisplayName,
            String deviceDisplayName,
            Optional<String> profileTag,
            String lang) {}
}
