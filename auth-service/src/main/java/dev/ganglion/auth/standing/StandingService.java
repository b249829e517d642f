package dev.ganglion.auth.standing;

import dev.ganglion.auth.standing.StandingRepository.Target;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.Requester;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Who may take which measure against whom. */
@Service
class StandingService {
    private static final Logger log = LoggerFactory.getLogger(StandingService.class);

    private final StandingRepository accounts;
    private final Sessions sessions;
    private final ServerProperties server;

    StandingService(StandingRepository accounts, Sessions sessions, ServerProperties server) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.server = server;
    }

    /** Whether the measure is taken. */
    Mono<Boolean> isTaken(Requester requester, UserId user, Measure measure) {
        return target(requester, user, measure)
                .filter(target -> !target.isAdmin() || requester.userId().equals(user))
                .switchIfEmpty(Mono.error(StandingService::isAdministrator))
                .map(Target::isTaken);
    }

    /** Takes the measure or ends it. Gateways know within a second. */
    Mono<Void> set(Requester requester, UserId user, Measure measure, boolean isTaken) {
        return target(requester, user, measure)
                .flatMap(_ -> accounts.set(user, measure, isTaken))
                .filter(done -> done)
                .switchIfEmpty(Mono.error(StandingService::isAdministrator))
                .doOnNext(_ -> announce(requester, user, measure, isTaken))
                .then()
                .as(Uninterrupted::work);
    }

    /** Nothing is looked up for who is no administrator. */
    private Mono<Target> target(Requester requester, UserId user, Measure measure) {
        requester.mustBeServerAdmin();
        if (!user.serverName().equals(server.serverName())) {
            throw MatrixException.invalidParam("The user is not of this server");
        }
        return accounts.find(user, measure)
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such user")));
    }

    private void announce(Requester requester, UserId user, Measure measure, boolean isTaken) {
        log.info("{} of {} is now {}, by {}", measure, user, isTaken, requester.userId());
        sessions.standingChanged(user);
    }

    private static MatrixException isAdministrator() {
        return MatrixException.forbidden("An administrator cannot be locked or suspended");
    }
}
