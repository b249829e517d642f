package dev.ganglion.auth.sharedsecret;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.NewAccount;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Registration by the registration secret, whatever the mode of public registration. */
@RestController
class SharedSecretController {
    private static final String PATH = "/_synapse/admin/v1/register";

    private final SharedSecret secret;
    private final Nonces nonces;
    private final Accounts accounts;
    private final Usernames usernames;
    private final Passwords passwords;
    private final Sessions sessions;

    SharedSecretController(
            SharedSecret secret,
            Nonces nonces,
            Accounts accounts,
            Usernames usernames,
            Passwords passwords,
            Sessions sessions) {
        this.secret = secret;
        this.nonces = nonces;
        this.accounts = accounts;
        this.usernames = usernames;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    record NonceResponse(String nonce) {}

    record RegisteredResponse(
            UserId userId,
            ServerName homeServer,
            Optional<String> accessToken,
            Optional<DeviceId> deviceId) {
        @Override
        public String toString() {
            return "RegisteredResponse[" + userId + "]";
        }
    }

    @GetMapping(PATH)
    Mono<NonceResponse> nonce() {
        requireConfigured();
        return nonces.issue().map(NonceResponse::new);
    }

    @PostMapping(PATH)
    Mono<RegisteredResponse> register(@RequestBody SharedSecretRequest request) {
        requireConfigured();
        List<String> parts = request.proven();
        String mac = SharedSecretRequest.required("mac", request.mac());
        return nonces.use(SharedSecretRequest.required("nonce", request.nonce()))
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> refused(400, "unrecognised nonce")))
                .filter(_ -> secret.isProvenBy(mac, parts))
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("HMAC incorrect")))
                .flatMap(_ -> create(request));
    }

    private Mono<RegisteredResponse> create(SharedSecretRequest request) {
        UserId user =
                usernames.chosenByOperator(
                        SharedSecretRequest.required("username", request.username()));
        String password = SharedSecretRequest.required("password", request.password());
        passwords.requireStrong(password);
        return passwords
                .hash(password)
                .flatMap(hash -> accounts.create(NewAccount.of(user, hash, request.isAdmin())))
                .then(Mono.defer(() -> response(user, request)));
    }

    private Mono<RegisteredResponse> response(UserId user, SharedSecretRequest request) {
        if (!request.isLoginWanted()) {
            return Mono.just(registered(user, Optional.empty()));
        }
        return sessions.start(user, request.session())
                .map(session -> registered(user, Optional.of(session)));
    }

    private static RegisteredResponse registered(UserId user, Optional<Session> session) {
        return new RegisteredResponse(
                user,
                user.serverName(),
                session.map(started -> started.tokens().accessToken()),
                session.map(Session::deviceId));
    }

    private void requireConfigured() {
        if (!secret.isConfigured()) {
            throw refused(400, "Shared secret registration is not enabled");
        }
    }

    private static MatrixException refused(int status, String message) {
        return MatrixException.of(status, ErrorCode.UNKNOWN, message);
    }
}
