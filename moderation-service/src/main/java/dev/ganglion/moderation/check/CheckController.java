package dev.ganglion.moderation.check;

import dev.ganglion.moderation.alert.ModerationUser;
import dev.ganglion.moderation.policy.ActivePolicy;
import dev.ganglion.moderation.policy.CurrentPolicy;
import dev.ganglion.moderation.wording.EventText;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;

/** Called by room-service alone. */
@RestController
class CheckController {
    private static final String CALLER = "room";

    private final CurrentPolicy current;
    private final ModerationUser moderation;

    CheckController(CurrentPolicy current, ModerationUser moderation) {
        this.current = current;
        this.moderation = moderation;
    }

    /**
     * Whether events need to be checked at all at present. Asked when a policy has changed, perhaps
     * before this replica has heard of it: so it looks.
     */
    @GetMapping("/internal/moderation/state")
    Mono<StateResponse> state(ServiceCaller caller) {
        caller.mustBe(CALLER);
        return current.refresh()
                .map(policy -> new StateResponse(policy.isInLine(), policy.version()));
    }

    @PostMapping("/internal/moderation/check")
    Mono<Verdict> check(ServiceCaller caller, @RequestBody CheckRequest request) {
        caller.mustBe(CALLER);
        return current.get().map(policy -> judge(policy, request));
    }

    private Verdict judge(ActivePolicy policy, CheckRequest request) {
        if (moderation.is(request.sender())) {
            return Verdict.ALLOW;
        }
        List<String> texts = EventText.of(request.type(), request.content());
        return policy.bannedWords()
                .anyIn(texts)
                .map(_ -> Verdict.bannedWord(policy.policy().action()))
                .orElse(Verdict.ALLOW);
    }

    record CheckRequest(UserId sender, String type, JsonObject content) {}

    record StateResponse(boolean inLine, long version) {}
}
