package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/** Module "Push notifications", "Predefined rules". */
class DefaultRulesTest {
    private static final UserId ALICE = UserId.parse("@alice:example.com");
    private static final String LOUD =
            "[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"}]";
    private static final String MENTIONED =
            "[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"},{\"set_tweak\":\"highlight\"}]";
    private static final String HIGHLIGHTED = "[\"notify\",{\"set_tweak\":\"highlight\"}]";

    @Test
    void theyStandInTheOrderOfTheSpecification() {
        assertThat(DefaultRules.of(ALICE).rules())
                .allMatch(PushRule::isDefault)
                .extracting(rule -> rule.kind().value() + " " + rule.ruleId())
                .containsExactly(
                        "override .m.rule.master",
                        "override .m.rule.suppress_notices",
                        "override .m.rule.invite_for_me",
                        "override .m.rule.member_event",
                        "override .m.rule.is_user_mention",
                        "override .m.rule.is_room_mention",
                        "override .m.rule.tombstone",
                        "override .m.rule.reaction",
                        "override .m.rule.room.server_acl",
                        "override .m.rule.suppress_edits",
                        "underride .m.rule.call",
                        "underride .m.rule.encrypted_room_one_to_one",
                        "underride .m.rule.room_one_to_one",
                        "underride .m.rule.message",
                        "underride .m.rule.encrypted");
    }

    @Test
    void allButTheMasterRuleAreEnabled() {
        assertThat(DefaultRules.of(ALICE).rules())
                .filteredOn(rule -> !rule.isEnabled())
                .extracting(PushRule::ruleId)
                .containsExactly(DefaultRules.MASTER);
    }

    @Test
    void theUsersNamesAreFilledInWhateverTheyAre() {
        UserId historical = UserId.parse("@a\"\\{localpart}:example.com");

        assertThat(DefaultRules.content(historical).toString())
                .contains("\"pattern\":\"@a\\\"\\\\{localpart}:example.com\"")
                .contains("\"value\":\"@a\\\"\\\\{localpart}:example.com\"");
    }

    @Test
    void allUsersHaveTheSameCompiledOnes() {
        CompiledRulesPool pool = new CompiledRulesPool();
        UserId bob = UserId.parse("@bob:example.org");

        assertThat(pool.of(DefaultRules.of(ALICE), ALICE))
                .isSameAs(pool.of(DefaultRules.of(bob), bob))
                .isSameAs(CompiledRules.DEFAULT);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "suppress_notices; 'type':'m.room.message'; 'msgtype':'m.notice','body':'alice'; 2; []",
                "invite_for_me; 'type':'m.room.member','state_key':'@alice:example.com'; 'membership':'invite'; 2; LOUD",
                "member_event; 'type':'m.room.member','state_key':'@bob:x'; 'membership':'invite','body':'alice'; 2; []",
                "member_event; 'type':'m.room.member','state_key':'@alice:example.com'; 'membership':'join'; 2; []",
                "is_user_mention; 'type':'m.room.message'; 'body':'x','m.mentions':{'user_ids':['@bob:x','@alice:example.com']}; 5; MENTIONED",
                "is_user_mention (not of others); 'type':'m.room.message'; 'body':'x','m.mentions':{'user_ids':['@alice:example.co']}; 5; ['notify']",
                "message (names in the body mention nobody); 'type':'m.room.message'; 'body':'dear Alice L., alice, @room'; 5; ['notify']",
                "is_room_mention; 'type':'m.room.message'; 'body':'x','m.mentions':{'room':true}; 5; HIGHLIGHTED",
                "is_room_mention (no truth value); 'type':'m.room.message'; 'body':'x','m.mentions':{'room':'true'}; 5; ['notify']",
                "tombstone; 'type':'m.room.tombstone','state_key':''; 'body':'moved'; 5; HIGHLIGHTED",
                "tombstone (no state); 'type':'m.room.tombstone'; 'body':'moved'; 5; []",
                "reaction; 'type':'m.reaction'; 'm.relates_to':{'rel_type':'m.annotation','key':'alice'}; 2; []",
                "server_acl; 'type':'m.room.server_acl','state_key':''; 'body':'alice'; 5; []",
                "suppress_edits; 'type':'m.room.message'; 'body':'alic','m.relates_to':{'rel_type':'m.replace'}; 5; []",
                "suppress_edits (after mentions); 'type':'m.room.message'; 'm.mentions':{'user_ids':['@alice:example.com']},'m.relates_to':{'rel_type':'m.replace'}; 5; MENTIONED",
                "call; 'type':'m.call.invite'; 'call_id':'1'; 2; ['notify',{'set_tweak':'sound','value':'ring'}]",
                "encrypted_room_one_to_one; 'type':'m.room.encrypted'; 'ciphertext':'x'; 2; LOUD",
                "room_one_to_one; 'type':'m.room.message'; 'body':'x'; 2; LOUD",
                "message; 'type':'m.room.message'; 'body':'x'; 3; ['notify']",
                "encrypted; 'type':'m.room.encrypted'; 'ciphertext':'x'; 3; ['notify']",
                "none; 'type':'m.room.topic','state_key':''; 'topic':'alice'; 2; []"
            })
    void eachDoesWhatItIsFor(
            String rule, String event, String content, int members, String actions) {
        JsonObject json =
                Json.parseObject(
                        "{'sender':'@bob:x',%s,'content':{%s}}"
                                .formatted(event, content)
                                .replace('\'', '"'));

        PushActions done =
                CompiledRules.DEFAULT.evaluate(
                        PushEvent.ofClientEvent(json),
                        new RoomFacts(members, "room"::equals),
                        ALICE,
                        Optional.of("Alice L."));

        assertThat(done.json()).as(rule).isEqualTo(Json.parse(named(actions)));
    }

    @Test
    void storedRulesGetTheDefaultRulesOfToday() {
        JsonObject stored =
                json(
                        "{'x':1,'global':{'y':2,'override':["
                                + "{'rule_id':'.m.rule.master','enabled':true,'actions':[]},"
                                + "{'rule_id':'own','enabled':false,'actions':[]},"
                                + "{'rule_id':'.m.rule.gone','enabled':true,'actions':[]},"
                                + "{'rule_id':'.m.rule.reaction','enabled':false,'actions':['notify']}],"
                                + "'room':[{'rule_id':'!r:x','actions':[]}],'content':3}}");

        JsonObject completed = DefaultRules.completed(stored, ALICE);

        PushRuleset rules = PushRuleset.of(completed);
        assertThat(rules.rules())
                .filteredOn(rule -> rule.kind() == PushRuleKind.OVERRIDE)
                .extracting(PushRule::ruleId)
                .startsWith(DefaultRules.MASTER, "own", ".m.rule.suppress_notices")
                .hasSize(11)
                .doesNotContain(".m.rule.gone");
        assertThat(rules.rules())
                .filteredOn(rule -> rule.ruleId().equals(".m.rule.reaction"))
                .singleElement()
                .matches(rule -> !rule.isEnabled() && rule.actions().notifies())
                .matches(rule -> rule.conditions().size() == 1);
        assertThat(rules.rules()).filteredOn(rule -> rule.ruleId().equals("!r:x")).hasSize(1);
        assertThat(completed.integer("x")).contains(1L);
        assertThat(DefaultRules.completed(completed, ALICE)).isEqualTo(completed);
        assertThat(DefaultRules.completed(JsonObject.EMPTY, ALICE))
                .isEqualTo(DefaultRules.content(ALICE));
    }

    @Test
    void theRoomIsCalledOnlyByThoseWhoMay() {
        JsonObject json =
                Json.parseObject(
                        "{\"sender\":\"@bob:x\",\"type\":\"m.room.message\",\"content\":{"
                                + "\"m.mentions\":{\"room\":true}}}");

        PushActions done =
                CompiledRules.DEFAULT.evaluate(
                        PushEvent.ofClientEvent(json),
                        new RoomFacts(5, _ -> false),
                        ALICE,
                        Optional.empty());

        assertThat(done.highlights()).isFalse();
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    private static String named(String actions) {
        return switch (actions) {
            case "LOUD" -> LOUD;
            case "MENTIONED" -> MENTIONED;
            case "HIGHLIGHTED" -> HIGHLIGHTED;
            default -> actions.replace('\'', '"');
        };
    }
}
