package dev.ganglion.auth.standing;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Server administration". */
@RestController
class StandingController {
    private static final String SUSPEND = "/_matrix/client/v1/admin/suspend/{userId}";
    private static final String LOCK = "/_matrix/client/v1/admin/lock/{userId}";

    private final StandingService standing;

    StandingController(StandingService standing) {
        this.standing = standing;
    }

    record Suspension(Optional<Boolean> suspended) {
        static Suspension of(boolean isSuspended) {
            return new Suspension(Optional.of(isSuspended));
        }
    }

    record Lock(Optional<Boolean> locked) {
        static Lock of(boolean isLocked) {
            return new Lock(Optional.of(isLocked));
        }
    }

    @GetMapping(SUSPEND)
    Mono<Suspension> isSuspended(Requester requester, @PathVariable UserId userId) {
        return standing.isTaken(requester, userId, Measure.SUSPEND).map(Suspension::of);
    }

    @PutMapping(SUSPEND)
    Mono<Suspension> suspend(
            Requester requester, @PathVariable UserId userId, @RequestBody Suspension wanted) {
        boolean isSuspended = required(requester, "suspended", wanted.suspended());
        return standing.set(requester, userId, Measure.SUSPEND, isSuspended)
                .thenReturn(Suspension.of(isSuspended));
    }

    @GetMapping(LOCK)
    Mono<Lock> isLocked(Requester requester, @PathVariable UserId userId) {
        return standing.isTaken(requester, userId, Measure.LOCK).map(Lock::of);
    }

    @PutMapping(LOCK)
    Mono<Lock> lock(Requester requester, @PathVariable UserId userId, @RequestBody Lock wanted) {
        boolean isLocked = required(requester, "locked", wanted.locked());
        return standing.set(requester, userId, Measure.LOCK, isLocked)
                .thenReturn(Lock.of(isLocked));
    }

    private static boolean required(Requester requester, String name, Optional<Boolean> value) {
        requester.mustBeServerAdmin();
        return value.orElseThrow(() -> MatrixException.missingParam(name));
    }
}
