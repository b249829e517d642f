package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.account.Accounts;
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

import reactor.core.publisher.Mono;

/**
 * Ends an account: first every way in, then its sessions, then its memberships. The last is
 * room-service's to do and is repeated until it is done, so that an account ends even while
 * room-service is away.
 */
@Service
public class DeactivationService {
    private static final Logger log = LoggerFactory.getLogger(DeactivationService.class);
    private static final int BATCH = 50;

    private final Accounts accounts;
    private final EmailAddresses addresses;
    private final BoundIdentifiers identifiers;
    private final Sessions sessions;
    private final WebClient rooms;
    private final TransactionalOperator transaction;

    DeactivationService(
            Accounts accounts,
            EmailAddresses addresses,
            BoundIdentifiers identifiers,
            Sessions sessions,
            InternalClients clients,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.identifiers = identifiers;
        this.sessions = sessions;
        this.rooms = clients.of("room");
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
                .then(addresses.deleteAll(user))
                .then(identifiers.forgetAll(user))
                .as(transaction::transactional)
                .flatMap(
                        wasBound ->
                                sessions.endAll(user).then(leaveRooms(user)).thenReturn(wasBound));
    }

    /** What could not be done when the account ended. */
    Mono<Void> leaveRooms() {
        return accounts.listMustLeaveRooms(BATCH).concatMap(this::leaveRooms).then();
    }

    private Mono<Void> leaveRooms(UserId user) {
        return rooms.post()
                .uri("/internal/users/{userId}/deactivate", user.value())
                .retrieve()
                .toBodilessEntity()
                .then(accounts.confirmRoomsLeft(user))
                .onErrorResume(failure -> later(user, failure));
    }

    private static Mono<Void> later(UserId user, Throwable failure) {
        log.warn("{} could not leave their rooms yet: {}", user, failure.toString());
        return Mono.empty();
    }
}
