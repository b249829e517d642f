package dev.ganglion.room.account;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** Asks auth-service whether an account exists. */
@Component
public class AccountLookup {
    private final WebClient auth;

    AccountLookup(InternalClients clients) {
        this.auth = clients.of("auth");
    }

    private record Account(boolean isDeactivated) {}

    /** Fails with {@code M_NOT_FOUND} for users whom nobody has registered here. */
    public Mono<Void> mustExist(UserId user) {
        return get(user).then();
    }

    /** As {@link #mustExist}; {@code M_NOT_FOUND} for deactivated users, too. */
    public Mono<Void> mustBeActive(UserId user) {
        return get(user)
                .filter(account -> !account.isDeactivated())
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.notFound(user + " is no longer a user here")))
                .then();
    }

    private Mono<Account> get(UserId user) {
        return auth.get()
                .uri("/internal/accounts/{userId}", user.value())
                .retrieve()
                .bodyToMono(Account.class);
    }
}
