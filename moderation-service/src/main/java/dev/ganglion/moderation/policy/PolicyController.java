package dev.ganglion.moderation.policy;

import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** For administrators of the server only. */
@RestController
class PolicyController {
    private static final String PATH = "/_ganglion/admin/v1/moderation/policy";

    private final CurrentPolicy current;

    PolicyController(CurrentPolicy current) {
        this.current = current;
    }

    @GetMapping(PATH)
    Mono<JsonObject> policy(Requester requester) {
        requester.mustBeServerAdmin();
        return current.get().map(PolicyController::answer);
    }

    /** Replaces the policy as a whole. */
    @PutMapping(PATH)
    Mono<JsonObject> change(Requester requester, @RequestBody JsonObject policy) {
        requester.mustBeServerAdmin();
        return current.change(Policy.parse(policy), requester.userId())
                .map(PolicyController::answer);
    }

    private static JsonObject answer(ActivePolicy active) {
        return active.policy().toJson().with("version", new JsonNumber(active.version()));
    }
}
