package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.Worlds.Subject;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that is compiled and shared comes to the same as going rule by rule. */
class RoomEvaluatorPropertyTest {
    private static final RoomFacts ROOM = new RoomFacts(5, "room"::equals);

    private final CompiledRulesPool pool = new CompiledRulesPool();

    @Property(tries = 5_000)
    void allMembersAtOnceGetWhatEachGetsByTheProse(
            @ForAll("events") JsonObject event, @ForAll("subjects") List<Subject> subjects) {
        RoomEvaluator evaluator =
                new RoomEvaluator(RoomId.parse(event.string("room_id").orElseThrow()));
        subjects.forEach(subject -> evaluator.put(member(subject)));

        RoomOutcome outcome = evaluator.evaluate(PushEvent.ofClientEvent(event), ROOM);

        Map<String, PushActions> notified = new HashMap<>();
        outcome.forEachNotified((user, actions) -> notified.put(user.value(), actions));
        for (Subject subject : subjects) {
            JsonArray expected = expected(event, subject);
            PushActions actions = outcome.of(subject.user());
            assertThat(actions.json()).as("%s", subject.user()).isEqualTo(expected);
            assertThat(notified.containsKey(subject.user().value())).isEqualTo(actions.notifies());
        }
    }

    @Property
    void oneAloneGetsWhatTheProseSays(
            @ForAll("events") JsonObject event, @ForAll("subjects") List<Subject> subjects) {
        for (Subject subject : subjects) {
            PushActions actions =
                    CompiledRules.of(PushRuleset.of(subject.rules()), subject.user())
                            .evaluate(
                                    PushEvent.ofClientEvent(event),
                                    ROOM,
                                    subject.user(),
                                    subject.displayName());

            assertThat(actions.json()).isEqualTo(expected(event, subject));
        }
    }

    @Property
    void whoAsksAfterAnotherGetsWhatTheProseSays(
            @ForAll("events") JsonObject event, @ForAll("subjects") List<Subject> subjects) {
        RoomId room = RoomId.parse(event.string("room_id").orElseThrow());
        RulesAtEvent rules = new RulesAtEvent(PushEvent.ofClientEvent(event), ROOM);

        for (Subject subject : subjects) {
            RoomMember member = member(subject);
            PushActions counted =
                    rules.of(
                            new RoomMember(
                                    member.userId(),
                                    member.displayName(),
                                    member.rules().countedIn(room)));

            PushActions actions = rules.of(member);
            assertThat(actions.json()).isEqualTo(expected(event, subject));
            assertThat(counted.notifies()).isEqualTo(actions.notifies());
            assertThat(counted.highlights()).isEqualTo(actions.highlights());
        }
    }

    @Property
    void whoeverComesAndGoesLeavesNothingBehind(
            @ForAll("events") JsonObject event,
            @ForAll("subjects") List<Subject> before,
            @ForAll("subjects") List<Subject> after) {
        RoomEvaluator evaluator =
                new RoomEvaluator(RoomId.parse(event.string("room_id").orElseThrow()));
        before.forEach(subject -> evaluator.put(member(subject)));
        after.forEach(subject -> evaluator.put(member(subject)));
        before.stream()
                .map(Subject::user)
                .filter(user -> after.stream().noneMatch(subject -> subject.user().equals(user)))
                .forEach(evaluator::remove);

        RoomOutcome outcome = evaluator.evaluate(PushEvent.ofClientEvent(event), ROOM);

        assertThat(outcome.groups().stream().flatMap(group -> group.members().stream()))
                .containsExactlyInAnyOrderElementsOf(after.stream().map(Subject::user).toList());
        after.forEach(
                subject ->
                        assertThat(outcome.of(subject.user()).json())
                                .isEqualTo(expected(event, subject)));
    }

    @Provide
    Arbitrary<JsonObject> events() {
        return Worlds.events();
    }

    @Provide
    Arbitrary<List<Subject>> subjects() {
        return Worlds.subjects();
    }

    private RoomMember member(Subject subject) {
        return new RoomMember(
                subject.user(),
                subject.displayName(),
                pool.of(PushRuleset.of(subject.rules()), subject.user()));
    }

    private static JsonArray expected(JsonObject event, Subject subject) {
        List<JsonValue> actions =
                new PlainEvaluator(event, ROOM)
                        .actions(subject.rules(), subject.user(), subject.displayName());
        return new JsonArray(actions);
    }
}
