package dev.ganglion.auth.password;

import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
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

/** Changing one's own password, or setting a new one in the place of one that was forgotten. */
@RestController
class PasswordController {
    private final InteractiveAuth interactive;
    private final Passwords passwords;
    private final PasswordChange change;
    private final EmailValidations validations;

    PasswordController(
            InteractiveAuth interactive,
            Passwords passwords,
            PasswordChange change,
            EmailValidations validations) {
        this.interactive = interactive;
        this.passwords = passwords;
        this.change = change;
        this.validations = validations;
    }

    record ChangeRequest(
            Optional<String> newPassword,
            Optional<Boolean> logoutDevices,
            Optional<JsonObject> auth) {
        boolean isLogoutWanted() {
            return logoutDevices.orElse(true);
        }

        String password() {
            return newPassword.orElseThrow(() -> MatrixException.missingParam("new_password"));
        }

        @Override
        public String toString() {
            return "ChangeRequest";
        }
    }

    /**
     * Client-server API, "Account registration and management". By the old password where somebody
     * is logged in, whose session stays; otherwise by an email address of the account.
     */
    @PostMapping("/_matrix/client/v3/account/password")
    Mono<EmptyResponse> change(
            Optional<Requester> requester,
            @RequestBody ChangeRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        passwords.requireKeptHere();
        request.newPassword().ifPresent(passwords::requireStrong);
        return requester
                .map(known -> changed(known, request, Operation.of(http, known, address)))
                .orElseGet(() -> reset(request, Operation.of(http, address)))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<Boolean> changed(Requester requester, ChangeRequest request, Operation operation) {
        return passwords
                .requireKeptHere(requester.userId())
                .then(
                        interactive.whenOwner(
                                operation,
                                request.auth(),
                                _ ->
                                        change.change(
                                                        requester.userId(),
                                                        request.password(),
                                                        request.isLogoutWanted(),
                                                        requester.deviceId())
                                                .thenReturn(true)));
    }

    private Mono<Boolean> reset(ChangeRequest request, Operation operation) {
        if (!validations.isPossible()) {
            return Mono.error(MatrixException.missingToken());
        }
        return interactive.whenDone(
                operation,
                Flows.of(EmailValidations.STAGE),
                request.auth(),
                session ->
                        change.reset(
                                        session.evidence(EmailValidations.STAGE)
                                                .orElse(JsonObject.EMPTY),
                                        request.password(),
                                        request.isLogoutWanted())
                                .thenReturn(true));
    }
}
