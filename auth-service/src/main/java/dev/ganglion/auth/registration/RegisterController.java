package dev.ganglion.auth.registration;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.appservice.CallingApplicationService;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.registrationtoken.RegistrationTokens;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Account registration and management". */
@RestController
class RegisterController {
    private final RegistrationPolicy policy;
    private final RegistrationService registration;
    private final InteractiveAuth interactive;
    private final Usernames usernames;
    private final Accounts accounts;
    private final RegistrationTokens tokens;
    private final CallingApplicationService applicationService;

    RegisterController(
            RegistrationPolicy policy,
            RegistrationService registration,
            InteractiveAuth interactive,
            Usernames usernames,
            Accounts accounts,
            RegistrationTokens tokens,
            CallingApplicationService applicationService) {
        this.policy = policy;
        this.registration = registration;
        this.interactive = interactive;
        this.usernames = usernames;
        this.accounts = accounts;
        this.tokens = tokens;
        this.applicationService = applicationService;
    }

    record Availability(boolean available) {}

    record Validity(boolean valid) {}

    @PostMapping("/_matrix/client/v3/register")
    Mono<RegisterResponse> register(
            Optional<Requester> requester,
            @RequestParam(defaultValue = "user") String kind,
            @RequestBody RegisterRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        requireUser(kind);
        if (request.isByApplicationService()) {
            return registration.register(request, applicationService.get(requester, http));
        }
        policy.requireOpen();
        return registration
                .check(request)
                .then(
                        interactive.whenDone(
                                Operation.of(http, address),
                                policy.flows(),
                                request.auth(),
                                session -> registration.register(request, session)));
    }

    @GetMapping("/_matrix/client/v3/register/available")
    Mono<Availability> available(@RequestParam String username) {
        policy.requireOpen();
        return accounts.requireFree(usernames.chosenByAnyone(username))
                .thenReturn(new Availability(true));
    }

    /** Client-server API, "Token-authenticated registration". */
    @GetMapping("/_matrix/client/v1/register/m.login.registration_token/validity")
    Mono<Validity> validity(@RequestParam String token) {
        policy.requireOpen();
        return tokens.isValid(token).map(Validity::new);
    }

    private static void requireUser(String kind) {
        switch (kind) {
            case "user" -> {
                // The only kind there is here.
            }
            case "guest" ->
                    throw MatrixException.of(
                            403, ErrorCode.GUEST_ACCESS_FORBIDDEN, "This server has no guests");
            default -> throw MatrixException.invalidParam("kind is user or guest");
        }
    }
}
