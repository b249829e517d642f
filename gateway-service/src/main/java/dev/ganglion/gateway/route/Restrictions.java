package dev.ganglion.gateway.route;

import dev.ganglion.service.identity.Standing;

import org.springframework.http.HttpMethod;

import java.util.Set;

/**
 * What is left to users whose account is suspended or locked. Client-server API, "Account
 * suspension" and "Account locking". What is not named here is refused, so that a new endpoint is
 * closed to them until somebody decides otherwise.
 */
public final class Restrictions {
    private static final String V3 = "/_matrix/client/v3/";
    private static final String V1 = "/_matrix/client/v1/";
    private static final String DEHYDRATED =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

    /** What a locked user may do. */
    static final Set<String> OF_THE_LOCKED = Set.of(V3 + "logout", V3 + "logout/all");

    /**
     * What a suspended user may write: leaving, taking back own events (which room-service looks
     * at), own devices, keys and settings, and what reads by a POST.
     */
    static final Set<String> OF_THE_SUSPENDED =
            Set.of(
                    V3 + "logout",
                    V3 + "logout/all",
                    V1 + "login/get_token",
                    V3 + "account/password",
                    V3 + "account/deactivate",
                    V3 + "delete_devices",
                    V3 + "devices/{deviceId}",
                    V3 + "keys/upload",
                    V3 + "keys/query",
                    V3 + "keys/claim",
                    V3 + "keys/device_signing/upload",
                    V3 + "keys/signatures/upload",
                    V3 + "room_keys/version",
                    V3 + "room_keys/version/{version}",
                    V3 + "room_keys/keys",
                    V3 + "room_keys/keys/{sessionRoom}",
                    V3 + "room_keys/keys/{sessionRoom}/{sessionId}",
                    V3 + "sendToDevice/{eventType}/{txnId}",
                    DEHYDRATED,
                    DEHYDRATED + "/{deviceId}/events",
                    V3 + "rooms/{roomId}/leave",
                    V3 + "rooms/{roomId}/forget",
                    V3 + "rooms/{roomId}/redact/{eventId}/{txnId}",
                    V3 + "user/{userId}/filter",
                    V3 + "user/{userId}/account_data/{type}",
                    V3 + "user/{userId}/rooms/{roomId}/account_data/{type}",
                    V3 + "user/{userId}/rooms/{roomId}/tags/{tag}",
                    V3 + "rooms/{roomId}/receipt/{receiptType}/{eventId}",
                    V3 + "rooms/{roomId}/read_markers",
                    V3 + "pushers/set",
                    V3 + "pushrules/global/{kind}/{ruleId}",
                    V3 + "pushrules/global/{kind}/{ruleId}/enabled",
                    V3 + "pushrules/global/{kind}/{ruleId}/actions",
                    V3 + "publicRooms",
                    V3 + "search",
                    V3 + "user_directory/search",
                    V3 + "rooms/{roomId}/report",
                    V3 + "rooms/{roomId}/report/{eventId}",
                    V3 + "users/{userId}/report");

    private Restrictions() {}

    /** Fails with {@code M_USER_LOCKED} or {@code M_USER_SUSPENDED}. */
    public static void check(Standing standing, Endpoint endpoint, HttpMethod method) {
        switch (standing) {
            case GOOD -> {}
            case SUSPENDED -> {
                if (!Endpoint.isRead(method) && !OF_THE_SUSPENDED.contains(endpoint.pattern())) {
                    throw Standing.suspended();
                }
            }
            case LOCKED -> {
                if (!OF_THE_LOCKED.contains(endpoint.pattern())) {
                    throw Standing.locked();
                }
            }
        }
    }
}
