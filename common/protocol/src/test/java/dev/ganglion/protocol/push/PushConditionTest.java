package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Module "Push notifications", "Conditions". */
class PushConditionTest {
    private static final UserId ALICE = UserId.parse("@alice:example.com");
    private static final int MEMBERS = 5;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "topic; lunc?*; 'Lunch plans'; true",
                "topic; lunc?*; 'LUNCH'; true",
                "topic; lunc?*; ' lunch'; false",
                "topic; lunc?*; 'lunc'; false",
                "topic; *; null; false",
                "topic; *; 1; false",
                "topic; *; true; false",
                "topic; *; ['a']; false",
                "topic; *; {'a':'b'}; false",
                "other; *; 'a'; false",
                "body; ex*ple; 'An example event.'; true",
                "body; ex*ple; 'exple'; true",
                "body; ex*ple; 'An exciting triple-whammy'; true",
                "body; *; ['a']; false"
            })
    void eventMatchIsAPatternOfStrings(String key, String pattern, String value, boolean holds) {
        String name = key.equals("other") ? "topic" : key;

        assertThat(
                        matches(
                                condition("event_match", "content." + key, "pattern", q(pattern)),
                                content(name, value)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "true; true; true",
                "true; 'true'; false",
                "true; 1; false",
                "1; 1; true",
                "1; 10; false",
                "9007199254740991; 9007199254740991; true",
                "null; null; true",
                "'a'; 'a'; true",
                "'a'; 'A'; false",
                "'*'; 'a'; false",
                "[]; []; false",
                "{}; {}; false"
            })
    void eventPropertyIsComparesExactly(String value, String property, boolean holds) {
        assertThat(
                        matches(
                                condition(
                                        "event_property_is",
                                        "content.m\\\\.federate",
                                        "value",
                                        value),
                                content("m.federate", property)))
                .isEqualTo(holds);
        assertThat(
                        matches(
                                condition("event_property_is", "content.b", "value", value),
                                content("a", property)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'#b:x'; ['#a:x','#b:x']; true",
                "':x'; ['#a:x','#b:x']; false",
                "1; ['1',1]; true",
                "null; [null]; true",
                "[]; [[]]; false",
                "{}; [{}]; false",
                "'a'; 'a'; false",
                "'a'; {'a':'a'}; false"
            })
    void eventPropertyContainsLooksIntoLists(String value, String property, boolean holds) {
        assertThat(
                        matches(
                                condition("event_property_contains", "content.l", "value", value),
                                content("l", property)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "5, true",
        "==5, true",
        "==4, false",
        "<5, false",
        "<6, true",
        ">5, false",
        ">4, true",
        "<=5, true",
        "<=4, false",
        ">=5, true",
        ">=6, false",
        "005, true",
        ">-1, true",
        "<99999999999999999999999, true",
        "99999999999999999999999, false",
        ">-99999999999999999999999, true",
        "=5, false",
        "!=4, false",
        "' 5', false",
        "5.0, false",
        "٥, false",
        "'', false"
    })
    void roomMemberCountCompares(String is, boolean holds) {
        assertThat(
                        matches(
                                "{'kind':'room_member_count','is':%s}".formatted(q(is)),
                                content("a", "1")))
                .isEqualTo(holds);
    }

    @Test
    void theDisplayNameIsALiteralAmongTheWordsOfTheBody() {
        String condition = "{'kind':'contains_display_name'}";

        assertThat(matches(condition, content("body", "'hey A*B, hello'"), "a*b")).isTrue();
        assertThat(matches(condition, content("body", "'axb'"), "a*b")).isFalse();
        assertThat(matches(condition, content("body", "'alices'"), "Alice")).isFalse();
        assertThat(matches(condition, content("body", "'ÄRGER!'"), "Ärger")).isTrue();
        assertThat(matches(condition, content("body", "' '"), " ")).isFalse();
        assertThat(matches(condition, content("body", "['Alice']"), "Alice")).isFalse();
        assertThat(matches(condition, content("msg", "'Alice'"), "Alice")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "[]",
                "'event_match'",
                "{}",
                "{'kind':1}",
                "{'kind':'device'}",
                "{'kind':'event_match','key':'type'}",
                "{'kind':'event_match','pattern':'*'}",
                "{'kind':'event_match','key':'type','pattern':1}",
                "{'kind':'event_match','key':['type'],'pattern':'*'}",
                "{'kind':'event_property_is','key':'type'}",
                "{'kind':'event_property_contains','value':1}",
                "{'kind':'room_member_count'}",
                "{'kind':'room_member_count','is':5}",
                "{'kind':'sender_notification_permission'}",
                "{'kind':'sender_notification_permission','key':null}"
            })
    void whatIsUnknownOrIncompleteMatchesNothing(String condition) {
        assertThat(matches(condition, content("a", "1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'global':[]}",
                "{'global':{'override':{},'content':1,'room':[1],'sender':null}}",
                "{'global':{'override':[{}],'content':[{}],'room':[{}],'sender':[{}]}}",
                "{'global':{'override':[{'rule_id':1,'enabled':1,'conditions':1,'actions':1}]}}",
                "{'global':{'content':[{'rule_id':'a','pattern':['*'],'actions':{}}]}}",
                "{'global':{'content':[{'rule_id':'a','actions':['notify']}]}}",
                "{'global':{'override':[{'rule_id':'a','conditions':{},'actions':['notify']}]}}"
            })
    void d01_wrongTypesInRulesNotifyNobody(String rules) {
        assertThat(evaluate(json(rules), content("body", "'x'"), "Alice"))
                .isEqualTo(PushActions.NONE);
    }

    @Test
    @Timeout(10)
    void d01_hugeAndDeepEventsAreEvaluated() {
        String deep = "{'a':".repeat(80) + "1" + "}".repeat(80);
        String path = "content.x" + ".a".repeat(200);
        JsonObject huge =
                content(
                        "m.mentions",
                        "{'user_ids':"
                                + IntStream.range(0, 4_000)
                                        .mapToObj(i -> q("@u" + i + ":x"))
                                        .toList()
                                + "}");

        assertThat(matches(condition("event_match", path, "pattern", "'*'"), content("x", deep)))
                .isFalse();
        assertThat(evaluate(DefaultRules.content(ALICE), huge, "Alice").notifies()).isTrue();
    }

    /** A thousand patterns that fit nearly everywhere, put to the longest body there is. */
    @Test
    @Timeout(20)
    void d02_hostilePatternsOfManyRulesMatchInLinearTime() {
        List<JsonValue> rules =
                IntStream.range(0, 1_000)
                        .<JsonValue>mapToObj(
                                i ->
                                        json(
                                                "{'rule_id':'r%d','pattern':'*a*a?*a%db','actions':[]}"
                                                        .formatted(i, i)))
                        .toList();
        JsonObject content =
                JsonObject.of(
                        Map.of("global", JsonObject.of(Map.of("content", new JsonArray(rules)))));

        assertThat(evaluate(content, content("body", q("a ".repeat(30_000))), "Alice"))
                .isEqualTo(PushActions.NONE);
    }

    private static boolean matches(String condition, JsonObject event) {
        return matches(condition, event, "Alice");
    }

    private static boolean matches(String condition, JsonObject event, String displayName) {
        return evaluate(
                        json(
                                "{'global':{'underride':[{'rule_id':'r','conditions':[%s],'actions':['notify']}]}}"
                                        .formatted(condition)),
                        event,
                        displayName)
                .notifies();
    }

    private static PushActions evaluate(JsonObject rules, JsonObject event, String displayName) {
        return CompiledRules.of(PushRuleset.of(rules), ALICE)
                .evaluate(
                        PushEvent.ofClientEvent(event),
                        new RoomFacts(MEMBERS, "room"::equals),
                        ALICE,
                        Optional.of(displayName));
    }

    private static String condition(String kind, String key, String field, String value) {
        return "{'kind':'%s','key':%s,'%s':%s}".formatted(kind, q(key), field, value);
    }

    private static JsonObject content(String name, String value) {
        return json(
                "{'type':'m.room.message','sender':'@bob:x','content':{%s:%s}}"
                        .formatted(q(name), value));
    }

    private static String q(String text) {
        return "\"" + text + "\"";
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }
}
