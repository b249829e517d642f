package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.appservice.CallingApplicationService;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;
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
    private final PasswordLogin byPassword;
    private final ApplicationServiceLogin byApplicationService;
    private final CallingApplicationService applicationService;
    private final TokenLogin byToken;
    private final LoginFlowList flows;
    private final Sessions sessions;

    LoginController(
            PasswordLogin byPassword,
            ApplicationServiceLogin byApplicationService,
            CallingApplicationService applicationService,
            TokenLogin byToken,
            LoginFlowList flows,
            Sessions sessions) {
        this.byPassword = byPassword;
        this.byApplicationService = byApplicationService;
        this.applicationService = applicationService;
        this.byToken = byToken;
        this.flows = flows;
        this.sessions = sessions;
    }

    record LoginFlows(List<JsonObject> flows) {}

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
        return new LoginFlows(flows.list());
    }

    @PostMapping("/_matrix/client/v3/login")
    Mono<LoginResponse> login(
            Optional<Requester> requester,
            @RequestBody LoginRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        String type = request.type().orElseThrow(() -> MatrixException.missingParam("type"));
        Mono<Session> session =
                switch (type) {
                    case Passwords.STAGE ->
                            started(byPassword.authenticate(request, address), request);
                    case CallingApplicationService.LOGIN_TYPE ->
                            started(
                                    byApplicationService.authenticate(
                                            request, applicationService.get(requester, http)),
                                    request);
                    case LoginTokens.LOGIN_TYPE -> byToken.start(request);
                    default ->
                            throw MatrixException.of(
                                    400, ErrorCode.UNKNOWN, "There is no such login type here");
                };
        return session.map(LoginResponse::of);
    }

    private Mono<Session> started(Mono<Account> known, LoginRequest request) {
        return known.doOnNext(account -> account.standing().mustNotBeLocked())
                .flatMap(
                        account ->
                                sessions.start(
                                        account.userId(),
                                        account.passwordVersion(),
                                        request.session()));
    }
}
