package dev.ganglion.auth.interactive;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;

import java.util.Optional;

/**
 * What somebody authenticates for: an endpoint, for a user on a device. A session that was begun
 * for one operation is none for another.
 *
 * @param user absent when there is no user yet, as in a registration
 */
public record Operation(
        String endpoint, Optional<UserId> user, Optional<DeviceId> device, ClientAddress address) {
    /** An operation of a user. */
    public static Operation of(
            ServerHttpRequest request, Requester requester, ClientAddress address) {
        return new Operation(
                endpoint(request), Optional.of(requester.userId()), requester.deviceId(), address);
    }

    /** An operation of nobody yet. */
    public static Operation of(ServerHttpRequest request, ClientAddress address) {
        return new Operation(endpoint(request), Optional.empty(), Optional.empty(), address);
    }

    /** What a session is bound to; not the address, which changes as people move. */
    String binding() {
        return String.join(
                " ",
                endpoint,
                user.map(UserId::value).orElse("-"),
                device.map(DeviceId::value).orElse("-"));
    }

    /** What {@link #binding} gave, called from this address. */
    static Operation parse(String binding, ClientAddress address) {
        String[] parts = binding.split(" ", 4);
        return new Operation(
                parts[0] + " " + parts[1],
                Optional.of(parts[2]).filter(user -> !user.equals("-")).map(UserId::parse),
                Optional.of(parts[3]).filter(device -> !device.equals("-")).map(DeviceId::parse),
                address);
    }

    private static String endpoint(ServerHttpRequest request) {
        return request.getMethod() + " " + request.getPath().value();
    }
}
