package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.token.NewSession;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Client-server API, "Token-based" login. */
@Service
class TokenLogin {
    private final LoginTokens tokens;
    private final Accounts accounts;
    private final Sessions sessions;

    TokenLogin(LoginTokens tokens, Accounts accounts, Sessions sessions) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** Fails with {@code M_FORBIDDEN} when the token is not good, any more or ever. */
    Mono<Session> start(LoginRequest request) {
        String token = request.token().orElseThrow(() -> MatrixException.missingParam("token"));
        return tokens.find(token)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This login token is used up, too old or none")))
                .flatMap(good -> started(good, request.session()));
    }

    private Mono<Session> started(LoginTokens.Good token, NewSession request) {
        return accounts.find(token.userId())
                .doOnNext(TokenLogin::requireActive)
                .doOnNext(account -> account.standing().mustNotBeLocked())
                .flatMap(
                        account ->
                                sessions.start(
                                        account.userId(),
                                        token.passwordVersion(),
                                        request.from(token.origin()),
                                        tokens.use(token)));
    }

    private static void requireActive(Account account) {
        if (account.isDeactivated()) {
            throw MatrixException.of(403, ErrorCode.USER_DEACTIVATED, "The user is deactivated");
        }
    }
}
