package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.PushRule;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Push rules". */
@RestController
@RequestMapping("/_matrix/client/v3/pushrules")
class PushRuleController {
    private static final String RULE = "/global/{kind}/{ruleId}";

    private final PushRules rules;

    PushRuleController(PushRules rules) {
        this.rules = rules;
    }

    @GetMapping({"", "/"})
    Mono<JsonObject> all(Requester requester) {
        return rules.get(requester.userId()).map(RuleSet::content);
    }

    @GetMapping({"/global", "/global/"})
    Mono<JsonObject> global(Requester requester) {
        return rules.get(requester.userId()).map(RuleSet::global);
    }

    @GetMapping(RULE)
    Mono<JsonObject> rule(
            Requester requester, @PathVariable String kind, @PathVariable String ruleId) {
        return rules.get(requester.userId()).map(set -> set.get(kind, ruleId));
    }

    @PutMapping(RULE)
    Mono<EmptyResponse> put(
            Requester requester,
            @PathVariable String kind,
            @PathVariable String ruleId,
            @RequestParam Optional<String> before,
            @RequestParam Optional<String> after,
            @RequestBody JsonObject body) {
        JsonObject rule = RuleBody.checked(kind, ruleId, body);
        return rules.change(
                        requester.userId(),
                        set -> RuleLimits.checked(set, set.with(kind, rule, before, after)))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping(RULE)
    Mono<EmptyResponse> delete(
            Requester requester, @PathVariable String kind, @PathVariable String ruleId) {
        if (PushRule.isDefault(ruleId)) {
            throw MatrixException.invalidParam("A default rule can be disabled, not deleted");
        }
        return rules.change(requester.userId(), set -> set.without(kind, ruleId))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @GetMapping(RULE + "/enabled")
    Mono<JsonObject> enabled(
            Requester requester, @PathVariable String kind, @PathVariable String ruleId) {
        return field(requester, kind, ruleId, "enabled", JsonBoolean.TRUE);
    }

    @PutMapping(RULE + "/enabled")
    Mono<EmptyResponse> setEnabled(
            Requester requester,
            @PathVariable String kind,
            @PathVariable String ruleId,
            @RequestBody JsonObject body) {
        boolean enabled =
                body.bool("enabled")
                        .orElseThrow(
                                () -> MatrixException.badJson("enabled must be true or false"));
        return change(requester, kind, ruleId, "enabled", JsonBoolean.of(enabled));
    }

    @GetMapping(RULE + "/actions")
    Mono<JsonObject> actions(
            Requester requester, @PathVariable String kind, @PathVariable String ruleId) {
        return field(requester, kind, ruleId, "actions", JsonArray.EMPTY);
    }

    @PutMapping(RULE + "/actions")
    Mono<EmptyResponse> setActions(
            Requester requester,
            @PathVariable String kind,
            @PathVariable String ruleId,
            @RequestBody JsonObject body) {
        return change(requester, kind, ruleId, "actions", RuleBody.actions(body));
    }

    private Mono<JsonObject> field(
            Requester requester, String kind, String ruleId, String field, JsonValue otherwise) {
        return rule(requester, kind, ruleId)
                .map(
                        rule ->
                                JsonObject.builder()
                                        .put(field, rule.get(field).orElse(otherwise))
                                        .build());
    }

    private Mono<EmptyResponse> change(
            Requester requester, String kind, String ruleId, String field, JsonValue value) {
        return rules.change(requester.userId(), set -> set.with(kind, ruleId, field, value))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
