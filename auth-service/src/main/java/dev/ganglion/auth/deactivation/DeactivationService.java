package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Departure;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.threepid.BoundIdentifiers;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Ends an account: first every way in, then its sessions, then its belongings and memberships. All
 * of it is repeated until all of it is done, so that an account ends even while room-service is
 * away, and nothing stays behind after a crash.
 */
@Service
public class DeactivationService {
    private static final int BATCH = 50;

    private final Accounts accounts;
    private final EmailAddresses addresses;
    private final BoundIdentifiers identifiers;
    private final Sessions sessions;
    private final Leaving leaving;
    private final TransactionalOperator transaction;

    DeactivationService(
            Accounts accounts,
            EmailAddresses addresses,
            BoundIdentifiers identifiers,
            Sessions sessions,
            Leaving leaving,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.identifiers = identifiers;
        this.sessions = sessions;
        this.leaving = leaving;
        this.transaction = transaction;
    }

    /**
     * Whoever asks has proved who they are, as far as that is needed. Says whether an identity
     * server may still say that some address is this user's.
     *
     * @param isErased whether others shall see as little of the user as possible
     */
    public Mono<Boolean> deactivate(UserId user, boolean isErased) {
        return accounts.deactivate(user, isErased)
                .flatMap(
                        departure ->
                                addresses
                                        .deleteAll(user)
                                        .then(identifiers.forgetAll(user))
                                        .map(wasBound -> new Ended(departure, wasBound)))
                .as(transaction::transactional)
                .flatMap(
                        ended ->
                                sessions.endAll(user)
                                        .then(leaving.of(ended.departure()))
                                        .thenReturn(ended.wasBound()));
    }

    private record Ended(Departure departure, boolean wasBound) {}

    /** What could not be done when the accounts ended; of all, for some may never succeed. */
    Mono<Void> complete() {
        return completed("")
                .expand(
                        page ->
                                page.size() < BATCH
                                        ? Mono.empty()
                                        : completed(page.getLast().user().value()))
                .then();
    }

    private Mono<List<Departure>> completed(String after) {
        return accounts.listMustLeaveRooms(after, BATCH)
                .collectList()
                .delayUntil(page -> Flux.fromIterable(page).concatMap(this::completed));
    }

    private Mono<Void> completed(Departure departure) {
        return sessions.endAll(departure.user())
                .then(leaving.of(departure))
                .onErrorResume(failure -> Leaving.later(departure.user(), failure));
    }
}
