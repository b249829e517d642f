package dev.ganglion.auth.oauth;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.token.NewSession;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.auth.token.Session;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Starts the session that a user has allowed a client to have. */
@Service
class DeviceSignIn {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Clients clients;

    DeviceSignIn(Accounts accounts, Sessions sessions, Clients clients) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.clients = clients;
    }

    /**
     * Fails with {@code invalid_grant} when the account has changed since, or the ticket is used up
     * in the transaction of the login.
     */
    Mono<Session> start(
            Client client,
            UserId user,
            int passwordVersion,
            Optional<ProviderSession> origin,
            MatrixScope scope,
            Mono<Boolean> ticket) {
        var wanted =
                new NewSession(
                        Optional.of(scope.deviceId()),
                        Optional.of(client.name()),
                        true,
                        Optional.of(client.id()),
                        origin);
        return accounts.find(user)
                .doOnNext(account -> account.standing().mustNotBeLocked())
                .flatMap(_ -> clients.markUsed(client).thenReturn(user))
                .flatMap(_ -> sessions.start(user, passwordVersion, wanted, ticket))
                .onErrorMap(MatrixException::isRefusal, _ -> OAuthException.invalidGrant());
    }
}
