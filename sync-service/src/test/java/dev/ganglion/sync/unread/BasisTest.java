package dev.ganglion.sync.unread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.protocol.push.PushRuleset;
import dev.ganglion.sync.unread.Basis.Way;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class BasisTest {
    private static final UserId ALICE = UserId.parse("@alice:x");
    private static final RoomId HERE = RoomId.parse("!here:x");

    @Test
    void theDefaultRulesAreCountedByNumbers() {
        assertThat(way(CompiledRules.DEFAULT)).isEqualTo(Way.BY_NUMBERS);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "another room; room; 'rule_id':'!other:x','actions':[]; BY_NUMBERS",
                "another room, muted; override; 'rule_id':'o','actions':[],'conditions':[{'kind':'event_match','key':'room_id','pattern':'!other:x'}]; BY_NUMBERS",
                "a rule that is off; content; 'rule_id':'c','pattern':'cake','enabled':false,'actions':['notify']; BY_NUMBERS",
                "mentions; room; 'rule_id':'!here:x','actions':[]; BY_MENTIONS",
                "mute; override; 'rule_id':'o','actions':['dont_notify'],'conditions':[{'kind':'event_match','key':'room_id','pattern':'!here:x'}]; NOTHING",
                "all is loud; override; 'rule_id':'o','actions':['notify'],'conditions':[]; BY_RULES",
                "a keyword; content; 'rule_id':'c','pattern':'cake','actions':['notify']; BY_RULES",
                "a sender; sender; 'rule_id':'@bob:x','actions':[]; BY_RULES"
            })
    void whatRulesComeToInTheRoomDecides(String what, String kind, String rule, Way way) {
        JsonObject own = Json.parseObject(("{" + rule + "}").replace('\'', '"'));
        JsonObject global = DefaultRules.content(ALICE).object("global").orElseThrow();
        List<JsonValue> rules = new ArrayList<>();
        rules.add(own);
        rules.addAll(global.array(kind).orElseThrow().values());

        assertThat(way(compiled(global.with(kind, new JsonArray(rules))))).as(what).isEqualTo(way);
    }

    @Test
    void soundsMakeNoDifference() {
        String silent =
                DefaultRules.content(ALICE)
                        .toString()
                        .replace("{\"set_tweak\":\"sound\",\"value\":\"default\"}", "\"x\"");

        CompiledRules rules = compiled(Json.parseObject(silent).object("global").orElseThrow());

        assertThat(rules).isNotEqualTo(CompiledRules.DEFAULT);
        assertThat(way(rules)).isEqualTo(Way.BY_NUMBERS);
    }

    @Test
    void theMasterRuleLeavesNothing() {
        String off =
                DefaultRules.content(ALICE)
                        .toString()
                        .replace("\"enabled\":false", "\"enabled\":true");

        assertThat(way(compiled(Json.parseObject(off).object("global").orElseThrow())))
                .isEqualTo(Way.NOTHING);
    }

    private static CompiledRules compiled(JsonObject global) {
        return CompiledRules.of(PushRuleset.of(JsonObject.of(Map.of("global", global))), ALICE);
    }

    private static Way way(CompiledRules rules) {
        return new Basis(rules.countedIn(HERE), Set.of()).way();
    }
}
