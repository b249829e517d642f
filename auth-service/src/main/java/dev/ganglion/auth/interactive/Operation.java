package dev.ganglion.auth.interactive;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.http.server.reactive.ServerHttpRequest;

import java.util.Optional;

/**
 * What somebody authenticates for: an endpoint, for a user on a device, and what it is done to. A
 * session that was begun for one operation is none for another.
 *
 * @param user absent when there is no user yet, as in a registration
 * @param subject a hash, without spaces
 */
public record Operation(
        String endpoint,
        Optional<UserId> user,
        Optional<String> subject,
        Optional<DeviceId> device,
        ClientAddress address) {
    private static final String NONE = "-";
    private static final int PARTS = 5;

    /** An operation of a user. */
    public static Operation of(
            ServerHttpRequest request, Requester requester, ClientAddress address) {
        return new Operation(
                endpoint(request),
                Optional.of(requester.userId()),
                Optional.empty(),
                requester.deviceId(),
                address);
    }

    /** An operation of nobody yet. */
    public static Operation of(ServerHttpRequest request, ClientAddress address) {
        return new Operation(
                endpoint(request), Optional.empty(), Optional.empty(), Optional.empty(), address);
    }

    /**
     * The same, done to what the body names and the path does not. What is confirmed for one is not
     * for another, so clients have to repeat it with every stage.
     */
    public Operation to(String named) {
        return new Operation(
                endpoint, user, Optional.of(TokenHash.of(named).text()), device, address);
    }

    /** What a session is bound to; not the address, which changes as people move. */
    String binding() {
        return String.join(
                " ",
                endpoint,
                user.map(UserId::value).orElse(NONE),
                subject.orElse(NONE),
                device.map(DeviceId::value).orElse(NONE));
    }

    /** What {@link #binding} gave, called from this address. */
    static Operation parse(String binding, ClientAddress address) {
        // The device comes last, for clients choose its ID and may put spaces into it.
        String[] parts = binding.split(" ", PARTS);
        return new Operation(
                parts[0] + " " + parts[1],
                given(parts[2]).map(UserId::parse),
                given(parts[3]),
                given(parts[4]).map(DeviceId::parse),
                address);
    }

    private static Optional<String> given(String part) {
        return Optional.of(part).filter(text -> !text.equals(NONE));
    }

    private static String endpoint(ServerHttpRequest request) {
        return request.getMethod() + " " + request.getPath().value();
    }
}
