package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Changing one's own password. */
@RestController
class PasswordController {
    private final InteractiveAuth interactive;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Sessions sessions;

    PasswordController(
            InteractiveAuth interactive,
            Passwords passwords,
            Accounts accounts,
            Sessions sessions) {
        this.interactive = interactive;
        this.passwords = passwords;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    record ChangeRequest(
            Optional<String> newPassword,
            Optional<Boolean> logoutDevices,
            Optional<JsonObject> auth) {
        boolean isLogoutWanted() {
            return logoutDevices.orElse(true);
        }

        @Override
        public String toString() {
            return "ChangeRequest";
        }
    }

    /** Client-server API, "Account registration and management". The session in use stays. */
    @PostMapping("/_matrix/client/v3/account/password")
    Mono<EmptyResponse> change(
            Requester requester,
            @RequestBody ChangeRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        passwords.requireKeptHere();
        request.newPassword().ifPresent(passwords::requireStrong);
        Operation operation = Operation.of(http, requester, address);
        return interactive.whenOwner(operation, request.auth(), _ -> change(requester, request));
    }

    private Mono<EmptyResponse> change(Requester requester, ChangeRequest request) {
        String password =
                request.newPassword()
                        .orElseThrow(() -> MatrixException.missingParam("new_password"));
        Mono<Void> logout =
                request.isLogoutWanted()
                        ? sessions.endOthers(requester.userId(), requester.deviceId())
                        : Mono.empty();
        return passwords
                .hash(password)
                .flatMap(hash -> accounts.setPasswordHash(requester.userId(), hash))
                .then(logout)
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
