package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Is told by auth-service of accounts that have ended, and of who wants no mails any more. */
@RestController
class InternalPusherController {
    private final PusherRepository repository;

    InternalPusherController(PusherRepository repository) {
        this.repository = repository;
    }

    record Unsubscription(String appId, String pushkey) {}

    @PostMapping("/internal/users/{userId}/deactivate")
    Mono<EmptyResponse> deactivate(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("auth");
        return repository.removeAll(userId).thenReturn(EmptyResponse.INSTANCE);
    }

    /** One that is not there is no error: links in mails are followed more than once. */
    @PostMapping("/internal/users/{userId}/pushers/remove")
    Mono<EmptyResponse> remove(
            ServiceCaller caller, @PathVariable UserId userId, @RequestBody Unsubscription gone) {
        caller.mustBe("auth");
        return repository
                .remove(userId, new PusherKey(gone.appId(), gone.pushkey()))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
