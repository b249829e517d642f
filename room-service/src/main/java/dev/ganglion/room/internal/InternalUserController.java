package dev.ganglion.room.internal;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.delayedevent.DelayedEvents;
import dev.ganglion.room.erasure.UserErasure;
import dev.ganglion.room.membership.Departures;
import dev.ganglion.room.profile.ProfileRemoval;
import dev.ganglion.room.userdirectory.UserDirectory;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Is told by auth-service of accounts that have ended, again and again until all is done. */
@RestController
class InternalUserController {
    private final UserErasure erasure;
    private final ProfileRemoval profiles;
    private final UserDirectory userDirectory;
    private final Departures departures;
    private final DelayedEvents delayedEvents;

    InternalUserController(
            UserErasure erasure,
            ProfileRemoval profiles,
            UserDirectory userDirectory,
            Departures departures,
            DelayedEvents delayedEvents) {
        this.erasure = erasure;
        this.profiles = profiles;
        this.userDirectory = userDirectory;
        this.departures = departures;
        this.delayedEvents = delayedEvents;
    }

    @PostMapping("/internal/users/{userId}/deactivate")
    Mono<EmptyResponse> deactivate(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("auth");
        return userDirectory
                .hide(userId)
                .then(departures.leaveAll(userId))
                .then(delayedEvents.forgetAll(userId))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/internal/users/{userId}/erase")
    Mono<EmptyResponse> erase(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("auth");
        return erasure.erase(userId)
                .then(profiles.remove(userId))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
