package dev.ganglion.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Module "Push notifications", "Actions". */
class PushActionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]; false; false; ",
                "['notify']; true; false; ",
                "['notify',{'set_tweak':'highlight'}]; true; true; ",
                "['notify',{'set_tweak':'highlight','value':true}]; true; true; ",
                "['notify',{'set_tweak':'highlight','value':false}]; true; false; ",
                "['notify',{'set_tweak':'highlight','value':1}]; true; false; ",
                "[{'set_tweak':'highlight'}]; false; false; ",
                "['notify',{'set_tweak':'sound','value':'ring'}]; true; false; ring",
                "['notify',{'set_tweak':'sound','value':1}]; true; false; ",
                "['notify',{'set_tweak':'sound'}]; true; false; ",
                "['dont_notify']; false; false; ",
                "['coalesce','notify']; true; false; ",
                "['org.example.x',{'a':1},7,null,[],'notify']; true; false; "
            })
    void theyNotifyAndSetTweaks(String json, boolean notifies, boolean highlights, String sound) {
        PushActions actions = PushActions.of(array(json));

        assertThat(actions.notifies()).isEqualTo(notifies);
        assertThat(actions.highlights()).isEqualTo(highlights);
        assertThat(actions.sound().orElse(null)).isEqualTo(sound);
    }

    @Test
    void unknownOnesAreKeptAndHistoricalOnesAreNot() {
        PushActions actions =
                PushActions.of(
                        array(
                                "['dont_notify','coalesce','x',{'y':1},"
                                        + "{'set_tweak':'light','value':[1]},{'set_tweak':'z'}]"));

        assertThat(actions.json())
                .isEqualTo(
                        array("['x',{'y':1},{'set_tweak':'light','value':[1]},{'set_tweak':'z'}]"));
        assertThat(actions.tweaks()).hasToString("{\"light\":[1]}");
    }

    private static JsonArray array(String text) {
        return (JsonArray) Json.parse(text.replace('\'', '"'));
    }
}
