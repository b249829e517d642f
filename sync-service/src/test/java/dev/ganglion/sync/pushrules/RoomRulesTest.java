package dev.ganglion.sync.pushrules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

class RoomRulesTest {
    private static final String MUTED =
            "{'rule_id':'%s','enabled':true,'default':false,'actions':[],"
                    + "'conditions':[{'kind':'event_match','key':'room_id','pattern':'%s'}]}";

    private final RoomRules rules = new RoomRules("!old:x", "!new:x");

    @Test
    void theRoomsOwnRuleIsCopiedAsItIs() {
        RuleSet set =
                rules.copied(
                        rules(
                                "'room':[{'rule_id':'!old:x','enabled':false,'actions':['notify']},"
                                        + "{'rule_id':'!other:x','enabled':true,'actions':[]}]"));

        assertThat(set.get("room", "!new:x"))
                .isEqualTo(json("{'rule_id':'!new:x','enabled':false,'actions':['notify']}"));
        assertThat(set.rules("room")).hasSize(3);
    }

    @Test
    void rulesWithAConditionOnTheRoomAreCopiedRightAfterTheirOriginals() {
        RuleSet set =
                rules.copied(
                        rules(
                                "'override':["
                                        + MUTED.formatted("!old:x", "!old:x")
                                        + ","
                                        + MUTED.formatted("mine", "!old:x")
                                        + ","
                                        + MUTED.formatted("other", "!other:x")
                                        + ","
                                        + MUTED.formatted(".m.rule.x", "!old:x")
                                        + "],'underride':[{'rule_id':'u','actions':[],'conditions':"
                                        + "[{'kind':'event_property_is','key':'room_id','value':'!old:x'}]}]"));

        assertThat(set.rules("override").stream().map(rule -> rule.string("rule_id").orElseThrow()))
                .containsExactly("!old:x", "!new:x", "mine", "mine-!new:x", "other", ".m.rule.x");
        assertThat(set.get("override", "!new:x"))
                .isEqualTo(json(MUTED.formatted("!new:x", "!new:x")));
        assertThat(set.get("underride", "u-!new:x").toString()).contains("\"!new:x\"");
    }

    @Test
    void whatIsThereAlreadyStaysAsItIs() {
        RuleSet set =
                rules(
                        "'room':[{'rule_id':'!old:x','actions':['notify']},"
                                + "{'rule_id':'!new:x','actions':[]}],'override':["
                                + MUTED.formatted("!old:x", "!old:x")
                                + ","
                                + MUTED.formatted("!new:x", "!elsewhere:x")
                                + "]");

        assertThat(rules.copied(set)).isEqualTo(set);
        assertThat(rules.copied(rules("'room':[]"))).isEqualTo(rules("'room':[]"));
    }

    private static RuleSet rules(String kinds) {
        return new RuleSet(json("{'global':{" + kinds + "}}"));
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }
}
