package dev.ganglion.testing;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalIdentity;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.HttpHeaders;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Headers that make a test's call the call of a user behind the gateway, or of another service:
 * {@code web.get().uri(…).headers(tokens.forUser(alice))}.
 */
public final class TestTokens {
    private final Path keys;
    private final String target;

    TestTokens(Path keys, String target) {
        this.keys = keys;
        this.target = target;
    }

    /** This user, on the device {@code TESTDEVICE}. */
    public Consumer<HttpHeaders> forUser(UserId user) {
        return forUser(user, DeviceId.parse("TESTDEVICE"));
    }

    /** This user on this device. */
    public Consumer<HttpHeaders> forUser(UserId user, DeviceId device) {
        return forRequester(requester(user, device, false));
    }

    /** This user as an administrator of the server. */
    public Consumer<HttpHeaders> forAdmin(UserId user) {
        return forRequester(requester(user, DeviceId.parse("TESTDEVICE"), true));
    }

    /** Anyone at all. */
    public Consumer<HttpHeaders> forRequester(Requester requester) {
        String userToken = identity("auth").users().issue(requester).value();
        return headers -> {
            forService("gateway").accept(headers);
            headers.setBearerAuth(userToken);
        };
    }

    /** No user: what the gateway sends for a client without an access token. */
    public Consumer<HttpHeaders> forNobody() {
        return forService("gateway");
    }

    /** Another service of the suite. */
    public Consumer<HttpHeaders> forService(String service) {
        String token = identity(service).services().forTarget(target);
        return headers -> headers.set(InternalHeaders.SERVICE_TOKEN, token);
    }

    private InternalIdentity identity(String service) {
        return InternalIdentity.read(keys.resolve(service + ".jwk"));
    }

    private static Requester requester(UserId user, DeviceId device, boolean isAdmin) {
        String session = "session-of-" + user.localpart() + "-" + device.value();
        return new Requester(user, Optional.of(device), isAdmin, false, Optional.of(session));
    }
}
