package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of an event whose sender has been erased. */
class ErasureTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "m.room.create       | {'creator':'@u:d','note':'x','room_version':'1','type':'m.space'} | {'creator':'@u:d','room_version':'1','type':'m.space'}",
                "m.room.encryption   | {'algorithm':'a','note':'x'} | {'algorithm':'a'}",
                "m.room.power_levels | {'invite':50,'note':'x','users':{}} | {'invite':50,'users':{}}",
                "m.room.tombstone    | {'body':'x','replacement_room':'!n:d'} | {'replacement_room':'!n:d'}",
                "m.space.child       | {'note':'x','via':['d']} | {'via':['d']}",
                "m.policy.rule.user  | {'entity':'@s:d','reason':'x','recommendation':'m.ban'} | {'entity':'@s:d','recommendation':'m.ban'}",
                "m.policy.rule.server | {'entity':'s','reason':'x','recommendation':'m.ban'} | {'entity':'s','recommendation':'m.ban'}",
                "m.policy.rule.room  | {'entity':'!s:d','reason':'x','recommendation':'m.ban'} | {'entity':'!s:d','recommendation':'m.ban'}",
                "m.room.member       | {'displayname':'x','membership':'join'} | {'membership':'join'}",
                "m.room.name         | {'name':'x'} | {}",
                "m.room.topic        | {'topic':'x'} | {}",
                "m.room.avatar       | {'url':'x'} | {}",
                "org.example.own     | {'algorithm':'x','type':'x'} | {}"
            })
    void ofStateTheSettingsStayAndNothingThatIsSaid(String type, String content, String left) {
        assertThat(erased(type, "\"state_key\":\"\",", content)).isEqualTo(json(left));
    }

    @Test
    void ofWhatIsNoStateNothingStaysButWhatARedactionLeaves() {
        assertThat(erased("m.room.encryption", "", "{'algorithm':'a'}"))
                .isEqualTo(JsonObject.EMPTY);
        assertThat(erased("m.room.message", "", "{'body':'x'}")).isEqualTo(JsonObject.EMPTY);
    }

    private static JsonObject erased(String type, String stateKey, String content) {
        JsonObject event =
                Json.parseObject(
                        "{\"type\":\"%s\",%s\"sender\":\"@u:d\",\"content\":%s}"
                                .formatted(type, stateKey, content.replace('\'', '"')));
        return Erasure.erase(event, RoomVersion.V10).object("content").orElseThrow();
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }
}
