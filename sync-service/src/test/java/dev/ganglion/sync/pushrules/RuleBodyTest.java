package dev.ganglion.sync.pushrules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBodyTest {
    private static final String WITH_CONDITION = "{'actions':[],'conditions':[%s]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'actions':{}}",
                "{'actions':[1]}",
                "{'actions':[null]}",
                "{'actions':[['notify']]}",
                "{'actions':[{'set_tweak':1}]}",
                "{'actions':[],'conditions':{}}",
                "{'actions':[],'conditions':null}"
            })
    void wrongTypesAreRefused(String body) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> RuleBody.checked("override", "r", json(body)))
                .matches(error -> error.errorCode() == ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'event_match'",
                "{}",
                "{'kind':1}",
                "{'kind':'event_match','key':'type'}",
                "{'kind':'event_match','pattern':'x'}",
                "{'kind':'event_match','key':'type','pattern':1}",
                "{'kind':'event_property_is','key':'type'}",
                "{'kind':'event_property_is','key':'type','value':[]}",
                "{'kind':'event_property_contains','key':'type','value':{}}",
                "{'kind':'room_member_count','is':'=2'}",
                "{'kind':'room_member_count','is':2}",
                "{'kind':'sender_notification_permission'}"
            })
    void aConditionHasWhatItsKindNeeds(String condition) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(
                        () ->
                                RuleBody.checked(
                                        "underride",
                                        "r",
                                        json(WITH_CONDITION.formatted(condition))))
                .matches(error -> error.errorCode() == ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'event_match','key':'type','pattern':'m.*'}",
                "{'kind':'event_property_is','key':'a','value':null}",
                "{'kind':'event_property_contains','key':'a','value':1}",
                "{'kind':'contains_display_name'}",
                "{'kind':'room_member_count','is':'<=10'}",
                "{'kind':'sender_notification_permission','key':'room'}",
                "{'kind':'org.example.later','x':[1]}"
            })
    void goodConditionsAndUnknownOnesAreKept(String condition) {
        JsonObject body = json(WITH_CONDITION.formatted(condition));

        assertThat(RuleBody.checked("override", "r", body).array("conditions"))
                .isEqualTo(body.array("conditions"));
    }

    @Test
    void aContentRuleHasAPatternThatIsNotTooLong() {
        String pattern = "{'actions':[],'pattern':'%s'}";

        assertThat(RuleBody.checked("content", "r", json(pattern.formatted("a".repeat(1_024)))))
                .isNotNull();
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(
                        () ->
                                RuleBody.checked(
                                        "content", "r", json(pattern.formatted("a".repeat(1_025)))))
                .matches(error -> error.errorCode() == ErrorCode.INVALID_PARAM);
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> RuleBody.checked("content", "r", json("{'actions':[]}")))
                .matches(error -> error.errorCode() == ErrorCode.BAD_JSON);
    }

    @Test
    void whatAKindDoesNotHaveIsLeftOut() {
        assertThat(
                        RuleBody.checked(
                                "room",
                                "!r:x",
                                json("{'actions':[],'pattern':'x','conditions':[],'y':1}")))
                .hasToString("{\"actions\":[],\"rule_id\":\"!r:x\"}");
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }
}
