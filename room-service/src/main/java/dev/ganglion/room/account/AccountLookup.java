package dev.ganglion.room.account;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** Asks auth-service whether an account exists, and what it may do. */
@Component
public class AccountLookup {
    private final WebClient auth;

    AccountLookup(InternalClients clients) {
        this.auth = clients.of("auth");
    }

    private record Account(boolean isDeactivated, Standing standing) {}

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

    /**
     * Users whom nobody has registered, such as those of application services, are in good
     * standing.
     */
    public Mono<Standing> standing(UserId user) {
        return get(user)
                .map(Account::standing)
                .onErrorReturn(AccountLookup::isUnknown, Standing.GOOD);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode().equals(ErrorCode.NOT_FOUND);
    }

    private Mono<Account> get(UserId user) {
        return auth.get()
                .uri("/internal/accounts/{userId}", user.value())
                .retrieve()
                .bodyToMono(Account.class);
    }
}
