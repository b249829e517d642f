package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Departure;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.threepid.BoundIdentifiers;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Ends an account: first every way in, then its sessions, then its belongings and memberships.
 * Memberships, and what an erasure hides, are room-service's; sync-service erases what it keeps.
 * All of it is repeated until all of it is done, so that an account ends even while room-service is
 * away, and nothing stays behind after a crash.
 */
@Service
public class DeactivationService {
    private static final Logger log = LoggerFactory.getLogger(DeactivationService.class);
    private static final int BATCH = 50;

    private final Accounts accounts;
    private final EmailAddresses addresses;
    private final BoundIdentifiers identifiers;
    private final Sessions sessions;
    private final List<Belongings> belongings;
    private final WebClient rooms;
    private final WebClient sync;
    private final TransactionalOperator transaction;

    DeactivationService(
            Accounts accounts,
            EmailAddresses addresses,
            BoundIdentifiers identifiers,
            Sessions sessions,
            List<Belongings> belongings,
            InternalClients clients,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.identifiers = identifiers;
        this.sessions = sessions;
        this.belongings = belongings;
        this.rooms = clients.of("room");
        this.sync = clients.of("sync");
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
                                        .then(leave(ended.departure()))
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
                .then(leave(departure))
                .onErrorResume(failure -> later(departure.user(), failure));
    }

    /** One that fails does not keep the others from being gone. */
    private Mono<Void> leave(Departure departure) {
        UserId user = departure.user();
        return Flux.fromIterable(belongings)
                .concatMapDelayError(each -> each.deleteOf(user))
                .then()
                .as(gone -> Flux.concatDelayError(gone, elsewhere(departure)))
                .then(accounts.confirmRoomsLeft(departure))
                .onErrorResume(failure -> later(user, failure));
    }

    private Flux<Void> elsewhere(Departure departure) {
        Mono<Void> rooms = tell(this.rooms, "deactivate?erase=" + departure.isErased(), departure);
        return departure.isErased()
                ? Flux.concatDelayError(rooms, tell(sync, "erase", departure))
                : rooms.flux();
    }

    private static Mono<Void> tell(WebClient service, String what, Departure departure) {
        return service.post()
                .uri("/internal/users/{userId}/" + what, departure.user().value())
                .retrieve()
                .toBodilessEntity()
                .then();
    }

    private static Mono<Void> later(UserId user, Throwable failure) {
        log.warn("The deactivation of {} is not complete yet: {}", user, failure.toString());
        return Mono.empty();
    }
}
