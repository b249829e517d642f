package dev.ganglion.sync.erasure;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/** Is told by auth-service of accounts that have ended with erasure, until all is done. */
@RestController
class ErasureController {
    private final List<Belongings> belongings;

    ErasureController(List<Belongings> belongings) {
        this.belongings = belongings;
    }

    /** One that fails does not keep the others from being gone. */
    @PostMapping("/internal/users/{userId}/erase")
    Mono<EmptyResponse> erase(ServiceCaller caller, @PathVariable UserId userId) {
        caller.mustBe("auth");
        return Flux.fromIterable(belongings)
                .concatMapDelayError(each -> each.deleteOf(userId))
                .then(Mono.just(EmptyResponse.INSTANCE));
    }
}
