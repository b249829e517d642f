package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/**
 * MSC4140, "Managing delayed events": needs no access token, so that the service that carries a
 * call can send the event that says that its user has left.
 */
@RestController
class ManageController {
    static final String PATH = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

    private final Management management;

    ManageController(Management management) {
        this.management = management;
    }

    record Update(String action) {}

    /** Whatever is in the body. */
    @PostMapping(PATH + "/{delayId}/{action}")
    Mono<EmptyResponse> act(@PathVariable String delayId, @PathVariable String action) {
        return Action.find(action)
                .map(known -> act(delayId, known))
                .orElseGet(() -> Mono.error(MatrixException.unrecognized()));
    }

    /** The older form, which clients still use. */
    @PostMapping(PATH + "/{delayId}")
    Mono<EmptyResponse> update(@PathVariable String delayId, @RequestBody Update update) {
        return Action.find(update.action())
                .map(known -> act(delayId, known))
                .orElseGet(
                        () ->
                                Mono.error(
                                        MatrixException.invalidParam(
                                                "action is cancel, restart or send")));
    }

    private Mono<EmptyResponse> act(String delayId, Action action) {
        return Mono.justOrEmpty(DelayId.tryParse(delayId))
                .switchIfEmpty(Mono.error(Management::unknown))
                .flatMap(id -> management.act(id, action))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
