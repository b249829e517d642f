package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonString;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on the user whose rule it is. It says nothing of who that is, so that the rules of
 * many users are the same; whom it holds for is looked up from the event.
 */
sealed interface PersonalCheck {
    /** The members for whom it holds. */
    Set<UserId> members(Evaluation event, MemberIndex members);

    /** The body contains the member's display name. */
    record DisplayNameInBody() implements PersonalCheck {
        @Override
        public Set<UserId> members(Evaluation event, MemberIndex members) {
            return event.text(PropertyPath.BODY).map(members::namedIn).orElse(Set.of());
        }
    }

    /** The body contains the localpart of the member's ID. */
    record LocalpartInBody() implements PersonalCheck {
        @Override
        public Set<UserId> members(Evaluation event, MemberIndex members) {
            return event.text(PropertyPath.BODY).map(members::localpartsIn).orElse(Set.of());
        }
    }

    /** A property that is not the body is the member's ID, whatever its case. */
    record UserIdMatches(PropertyPath key) implements PersonalCheck {
        @Override
        public Set<UserId> members(Evaluation event, MemberIndex members) {
            return event.text(key).map(members::withFoldedId).orElse(Set.of());
        }
    }

    /** A property is the member's ID. */
    record UserIdIs(PropertyPath key) implements PersonalCheck {
        @Override
        public Set<UserId> members(Evaluation event, MemberIndex members) {
            return event.property(key)
                    .filter(JsonString.class::isInstance)
                    .flatMap(value -> members.find(((JsonString) value).value()))
                    .map(Set::of)
                    .orElse(Set.of());
        }
    }

    /** A property is a list that holds the member's ID. */
    record UserIdAmong(PropertyPath key) implements PersonalCheck {
        @Override
        public Set<UserId> members(Evaluation event, MemberIndex members) {
            return event.property(key)
                    .filter(JsonArray.class::isInstance)
                    .map(
                            list ->
                                    ((JsonArray) list)
                                            .strings()
                                            .flatMap(id -> members.find(id).stream())
                                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
        }
    }
}
