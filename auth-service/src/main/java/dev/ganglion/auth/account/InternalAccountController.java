package dev.ganglion.auth.account;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.identity.Standing;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Tells the other services whether a user exists, and what they may do. */
@RestController
class InternalAccountController {
    private final Accounts accounts;
    private final Usernames usernames;

    InternalAccountController(Accounts accounts, Usernames usernames) {
        this.accounts = accounts;
        this.usernames = usernames;
    }

    record AccountState(UserId userId, boolean isDeactivated, Standing standing) {}

    /** The server's own users exist too, though nobody registered them. */
    @GetMapping("/internal/accounts/{userId}")
    Mono<AccountState> get(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("room");
        if (usernames.isOfTheServer(userId)) {
            return Mono.just(new AccountState(userId, false, Standing.GOOD));
        }
        return accounts.find(userId)
                .map(InternalAccountController::stateOf)
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such user")));
    }

    private static AccountState stateOf(Account account) {
        return new AccountState(account.userId(), account.isDeactivated(), account.standing());
    }
}
