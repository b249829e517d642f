package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class RoomEvaluatorTest {
    private static final int MANY = 5_000;
    private static final String HERE = "!here:x";
    private static final RoomFacts ROOM = new RoomFacts(MANY, _ -> true);

    private final CompiledRulesPool pool = new CompiledRulesPool();
    private final RoomEvaluator room = new RoomEvaluator(RoomId.parse(HERE));

    @Test
    void fiveThousandMembersWithDefaultRulesCostAsMuchAsOne() {
        IntStream.range(0, MANY).forEach(number -> room.put(member(number)));

        Evaluation event = message("hello member 17, and @u42:x, too; not m18");
        RoomOutcome outcome = room.evaluate(event);

        assertThat(event.sharedChecks()).isLessThan(25);
        assertThat(event.personalChecks()).isEqualTo(3);
        assertThat(outcome.groups()).hasSize(1);
        RoomOutcome.Group group = outcome.groups().getFirst();
        assertThat(group.rules()).isEqualTo(member(0).rules());
        assertThat(group.members()).hasSize(MANY);
        assertThat(group.actions().json()).isEqualTo(Json.parse("[\"notify\"]"));
        assertThat(group.exceptions())
                .containsOnlyKeys(user(0), user(17), user(42))
                .containsEntry(user(0), PushActions.NONE);
        assertThat(outcome.of(user(17)).highlights()).isTrue();
        assertThat(outcome.of(user(42)).highlights()).isTrue();
        List<UserId> notified = new ArrayList<>();
        outcome.forEachNotified((user, _) -> notified.add(user));
        assertThat(notified).hasSize(MANY - 1).doesNotHaveDuplicates();
    }

    @Test
    void whatUsersSaidOfOtherRoomsPartsNobodyHere() {
        IntStream.range(0, 1_000)
                .forEach(
                        number ->
                                put(
                                        number,
                                        Map.of(
                                                "room",
                                                rule("'rule_id':'!r%d:x'".formatted(number)),
                                                "override",
                                                rule(
                                                        "'rule_id':'o','conditions':[{'kind':'event_match','key':'room_id','pattern':'!o%d:x'}]"
                                                                .formatted(number)))));

        Evaluation event = message("hello");

        assertThat(room.evaluate(event).groups()).hasSize(1);
        assertThat(event.sharedChecks()).isLessThan(25);
    }

    @Test
    void rulesOfOnesOwnCostThemselvesAndTheRestIsStillShared() {
        IntStream.range(0, MANY)
                .forEach(
                        number ->
                                put(
                                        number,
                                        Map.of(
                                                "content",
                                                rule(
                                                        "'rule_id':'c','pattern':'w%d'"
                                                                .formatted(number)))));

        Evaluation event = message("hello w7");
        RoomOutcome outcome = room.evaluate(event);

        assertThat(event.sharedChecks()).isLessThan(MANY + 25);
        assertThat(event.personalChecks()).isEqualTo(3);
        assertThat(outcome.of(user(7))).isEqualTo(PushActions.NONE);
        assertThat(outcome.of(user(8)).notifies()).isTrue();
    }

    @Test
    void aMuteOfThisRoomIsAGroupOfItsOwn() {
        IntStream.range(0, 10).forEach(number -> room.put(member(number)));
        put(3, Map.of("room", rule("'rule_id':'%s'".formatted(HERE))));
        put(4, Map.of("room", rule("'rule_id':'%s'".formatted(HERE))));

        RoomOutcome outcome = room.evaluate(message("hello member 3 and member 5"));

        assertThat(outcome.groups()).hasSize(2);
        assertThat(outcome.of(user(3)).highlights()).isTrue();
        assertThat(outcome.of(user(4))).isEqualTo(PushActions.NONE);
        assertThat(outcome.of(user(5)).highlights()).isTrue();
        assertThat(outcome.of(user(6)).notifies()).isTrue();
    }

    @Test
    void aDisplayNameThatChangesIsTheOnlyOneFound() {
        CompiledRules rules = member(1).rules();
        room.put(new RoomMember(user(1), Optional.of("Old Name"), rules));
        room.put(new RoomMember(user(1), Optional.of("New Name"), rules));

        assertThat(room.evaluate(message("old name")).of(user(1)).highlights()).isFalse();
        assertThat(room.evaluate(message("new name")).of(user(1)).highlights()).isTrue();
    }

    @Test
    void whoHasLeftIsNotToldOf() {
        room.put(member(1));
        room.put(member(2));
        room.remove(user(1));
        room.remove(user(3));

        RoomOutcome outcome = room.evaluate(message("member 1, u1"));

        assertThat(outcome.groups()).hasSize(1);
        assertThat(outcome.groups().getFirst().members()).containsExactly(user(2));
        assertThat(outcome.groups().getFirst().exceptions()).isEmpty();
    }

    @Test
    void theMasterRuleSilencesEverything() {
        JsonObject all = DefaultRules.content(user(1));
        String enabled = all.toString().replace("\"enabled\":false", "\"enabled\":true");
        room.put(
                new RoomMember(
                        user(1),
                        Optional.of("x"),
                        pool.of(PushRuleset.of(Json.parseObject(enabled)), user(1))));

        Evaluation event = message("x u1");

        assertThat(room.evaluate(event).of(user(1))).isEqualTo(PushActions.NONE);
        assertThat(event.sharedChecks()).isZero();
    }

    /** All members are named in a message, each with rules of their own, in the longest body. */
    @Test
    @Timeout(20)
    void d02_aMessageThatNamesEverybodyIsEvaluatedInTime() {
        IntStream.range(0, MANY)
                .forEach(
                        number ->
                                put(
                                        number,
                                        Map.of(
                                                "sender",
                                                rule("'rule_id':'@u%d:y'".formatted(number)))));
        String names = String.join(" ", IntStream.range(0, MANY).mapToObj(i -> "u" + i).toList());

        RoomOutcome outcome = room.evaluate(message(names + " @".repeat(15_000)));

        List<UserId> highlighted = new ArrayList<>();
        outcome.forEachNotified(
                (user, actions) -> {
                    if (actions.highlights()) {
                        highlighted.add(user);
                    }
                });
        assertThat(highlighted).hasSize(MANY - 1);
    }

    /** Somebody whom names in bodies highlight, too. */
    private RoomMember member(int number) {
        return member(number, Map.of());
    }

    private void put(int number, Map<String, JsonObject> ownRules) {
        room.put(member(number, ownRules));
    }

    private RoomMember member(int number, Map<String, JsonObject> ownRules) {
        JsonObject global = DefaultRules.content(user(number)).object("global").orElseThrow();
        global = with(global, "content", highlighting("'pattern':'u%d'".formatted(number)));
        global =
                with(
                        global,
                        "override",
                        highlighting("'conditions':[{'kind':'contains_display_name'}]"));
        for (Map.Entry<String, JsonObject> own : ownRules.entrySet()) {
            global = with(global, own.getKey(), own.getValue());
        }
        JsonObject content = JsonObject.of(Map.of("global", global));
        return new RoomMember(
                user(number),
                Optional.of("Member " + number),
                pool.of(PushRuleset.of(content), user(number)));
    }

    private static JsonObject with(JsonObject global, String kind, JsonObject rule) {
        List<JsonValue> rules = new ArrayList<>();
        rules.add(rule);
        rules.addAll(global.array(kind).orElse(JsonArray.EMPTY).values());
        return global.with(kind, new JsonArray(rules));
    }

    private static JsonObject highlighting(String fields) {
        String actions = "\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]";
        return Json.parseObject(
                "{\"rule_id\":\"named\",%s,%s}".formatted(fields.replace('\'', '"'), actions));
    }

    private static JsonObject rule(String fields) {
        return Json.parseObject(("{" + fields + ",'actions':[]}").replace('\'', '"'));
    }

    private static UserId user(int number) {
        return UserId.parse("@u" + number + ":x");
    }

    private static Evaluation message(String body) {
        JsonObject event =
                JsonObject.builder()
                        .put("type", "m.room.message")
                        .put("sender", "@u0:x")
                        .put("room_id", HERE)
                        .put("content", JsonObject.of(Map.of("body", new JsonString(body))))
                        .build();
        return new Evaluation(PushEvent.ofClientEvent(event), ROOM);
    }
}
