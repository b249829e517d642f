package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.glob.FoldedText;
import dev.ganglion.protocol.glob.FoldedWords;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has been found out about one event so far, for all rule sets that it is put to. For one
 * thread.
 */
final class Evaluation {
    private final PushEvent event;
    private final RoomFacts room;
    private final Map<PropertyPath, Optional<FoldedText>> texts = new HashMap<>();
    private final Map<CompiledRule, Boolean> holding = new HashMap<>();
    private final Map<PersonalCheck, Set<UserId>> holdingFor = new HashMap<>();
    private @Nullable FoldedWords bodyWords;
    private int sharedChecks;

    Evaluation(PushEvent event, RoomFacts room) {
        this.event = event;
        this.room = room;
    }

    PushEvent event() {
        return event;
    }

    RoomFacts room() {
        return room;
    }

    Optional<JsonValue> property(PropertyPath key) {
        return key.in(event.json());
    }

    /** A property that is a string. */
    Optional<FoldedText> text(PropertyPath key) {
        return texts.computeIfAbsent(
                key,
                path ->
                        property(path)
                                .filter(JsonString.class::isInstance)
                                .map(value -> FoldedText.of(((JsonString) value).value())));
    }

    /** Whether a pattern fits a part of the body that begins and ends at a word boundary. */
    boolean isInBody(FoldedGlob pattern) {
        if (bodyWords == null) {
            Optional<FoldedText> body = text(PropertyPath.BODY);
            if (body.isEmpty()) {
                return false;
            }
            bodyWords = FoldedWords.of(body.get());
        }
        return pattern.matchesWordsOf(bodyWords);
    }

    /** Whether all holds that a rule asks for of everybody. */
    boolean holds(CompiledRule rule) {
        Boolean known = holding.get(rule);
        if (known == null) {
            known = rule.shared().stream().allMatch(this::holds);
            holding.put(rule, known);
        }
        return known;
    }

    /** The members of the room for whom a condition holds. */
    Set<UserId> holdsFor(PersonalCheck check, MemberIndex members) {
        return holdingFor.computeIfAbsent(check, one -> one.members(this, members));
    }

    /** How often a condition has been put to the event. */
    int sharedChecks() {
        return sharedChecks;
    }

    /** How often members have been looked up from what the event says. */
    int personalChecks() {
        return holdingFor.size();
    }

    private boolean holds(SharedCheck check) {
        sharedChecks++;
        return check.holds(this);
    }
}
