package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the rules of one user into ones that say nothing of who the user is. */
final class RuleCompiler {
    private final UserId user;
    private final JsonValue userId;

    RuleCompiler(UserId user) {
        this.user = user;
        this.userId = new JsonString(user.value());
    }

    /** The rule; empty when it can match nothing. */
    Optional<CompiledRule> compile(PushRule rule) {
        if (!rule.isEnabled()) {
            return Optional.empty();
        }
        List<SharedCheck> shared = new ArrayList<>();
        List<PersonalCheck> personal = new ArrayList<>();
        for (PushCondition condition : rule.conditions()) {
            switch (condition) {
                case PushCondition.EventMatch match -> add(match, shared, personal);
                case PushCondition.EventPropertyIs(PropertyPath key, JsonValue value)
                        when value.equals(userId) ->
                        personal.add(new PersonalCheck.UserIdIs(key));
                case PushCondition.EventPropertyIs(PropertyPath key, JsonValue value) ->
                        shared.add(new SharedCheck.Is(key, value));
                case PushCondition.EventPropertyContains(PropertyPath key, JsonValue value)
                        when value.equals(userId) ->
                        personal.add(new PersonalCheck.UserIdAmong(key));
                case PushCondition.EventPropertyContains(PropertyPath key, JsonValue value) ->
                        shared.add(new SharedCheck.Contains(key, value));
                case PushCondition.ContainsDisplayName() ->
                        personal.add(new PersonalCheck.DisplayNameInBody());
                case RoomMemberCount count -> shared.add(new SharedCheck.HasMembers(count));
                case PushCondition.SenderNotificationPermission(String key) ->
                        shared.add(new SharedCheck.SenderMayNotify(key));
                case PushCondition.Unknown() -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new CompiledRule(shared, personal, rule.actions()));
    }

    private void add(
            PushCondition.EventMatch match,
            List<SharedCheck> shared,
            List<PersonalCheck> personal) {
        boolean isOfBody = match.key().equals(PropertyPath.BODY);
        if (isOfBody && isName(match.pattern(), user.localpart())) {
            personal.add(new PersonalCheck.LocalpartInBody());
        } else if (!isOfBody && isName(match.pattern(), user.value())) {
            personal.add(new PersonalCheck.UserIdMatches(match.key()));
        } else {
            shared.add(new SharedCheck.Matches(match.key(), FoldedGlob.of(match.pattern())));
        }
    }

    /** Historical IDs may hold what is a wildcard in a pattern. */
    private static boolean isName(String pattern, String name) {
        return pattern.equals(name)
                && !name.isEmpty()
                && name.indexOf('*') < 0
                && name.indexOf('?') < 0;
    }
}
