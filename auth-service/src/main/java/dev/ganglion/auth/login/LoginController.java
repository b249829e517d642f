package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Client-server API, "Login". */
@RestController
class LoginController {
    private final Passwords passwords;
    private final Usernames usernames;
    private final Sessions sessions;
    private final UserId nobody;

    LoginController(
            Passwords passwords, Usernames usernames, Sessions sessions, ServerProperties server) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.sessions = sessions;
        this.nobody = UserId.of("", server.serverName());
    }

    record Flow(String type) {}

    record LoginFlows(List<Flow> flows) {}

    record LoginResponse(
            UserId userId,
            ServerName homeServer,
            DeviceId deviceId,
            String accessToken,
            Optional<String> refreshToken,
            Optional<Long> expiresInMs) {
        static LoginResponse of(Session session) {
            return new LoginResponse(
                    session.userId(),
                    session.userId().serverName(),
                    session.deviceId(),
                    session.tokens().accessToken(),
                    session.tokens().refreshToken(),
                    session.tokens().expiresInMs());
        }

        /** Without the tokens, which must not get into a log. */
        @Override
        public String toString() {
            return "LoginResponse[" + userId + "]";
        }
    }

    @GetMapping("/_matrix/client/v3/login")
    LoginFlows flows() {
        return new LoginFlows(List.of(new Flow(Passwords.STAGE)));
    }

    @PostMapping("/_matrix/client/v3/login")
    Mono<LoginResponse> login(
            @RequestBody LoginRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address) {
        String type = request.type().orElseThrow(() -> MatrixException.missingParam("type"));
        if (!type.equals(Passwords.STAGE)) {
            throw MatrixException.of(400, ErrorCode.UNKNOWN, "There is no such login type here");
        }
        String password =
                request.password().orElseThrow(() -> MatrixException.missingParam("password"));
        UserId user = usernames.meant(request.namedUser()).orElse(nobody);
        return passwords
                .authenticate(user, password, address)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("Wrong user or password")))
                .flatMap(account -> started(account, request))
                .map(LoginResponse::of);
    }

    private Mono<Session> started(Account account, LoginRequest request) {
        return sessions.start(account.userId(), account.passwordVersion(), request.session());
    }
}
