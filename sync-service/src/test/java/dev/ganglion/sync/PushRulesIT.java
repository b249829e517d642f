package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.stream.IntStream;

/** Module "Push notifications", "Push rules: API" and "Push rules: Events". */
class PushRulesIT {
    private static final String RULE = "/pushrules/global/{kind}/{rule}";
    private static final String NOTIFY = "{\"actions\":[\"notify\"]}";
    private static final String CAKE = "{\"pattern\":\"cake\",\"actions\":[\"notify\"]}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void whoHasChangedNothingHasTheDefaultRules() {
        JsonObject all = alice.sync(HttpMethod.GET, "/pushrules/", "");

        assertThat(TestJson.at(all, "global").keys())
                .containsExactlyInAnyOrder("override", "content", "room", "sender", "underride");
        assertThat(alice.sync(HttpMethod.GET, "/pushrules/global/", ""))
                .isEqualTo(TestJson.at(all, "global"));
        assertThat(all.toString()).contains("\"value\":\"%s\"".formatted(alice.id()));
        assertThat(alice.syncs().accountData("m.push_rules")).containsExactly(all);
    }

    @Test
    void aDefaultRuleCanBeSwitchedOffByItsOwner() {
        String rule = "/pushrules/global/underride/.m.rule.message";
        assertThat(alice.sync(HttpMethod.GET, rule + "/enabled", "").bool("enabled"))
                .contains(true);

        alice.sync(HttpMethod.PUT, rule + "/enabled", "{\"enabled\":false}");

        assertThat(alice.sync(HttpMethod.GET, rule + "/enabled", "").bool("enabled"))
                .contains(false);
        assertThat(alice.sync(HttpMethod.GET, rule, "").bool("default")).contains(true);
        assertThat(bob.sync(HttpMethod.GET, rule + "/enabled", "").bool("enabled")).contains(true);
    }

    @Test
    void theActionsOfADefaultRuleCanBeChanged() {
        String rule = "/pushrules/global/underride/.m.rule.message";

        alice.sync(
                HttpMethod.PUT,
                rule + "/actions",
                "{\"actions\":[\"notify\",\"dont_notify\",{\"set_tweak\":\"highlight\"},{\"x\":1}]}");

        assertThat(alice.sync(HttpMethod.GET, rule + "/actions", ""))
                .hasToString("{\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"},{\"x\":1}]}");
        assertThat(alice.sync(HttpMethod.GET, rule, "").array("conditions")).isPresent();
    }

    @Test
    void aRuleOfOnesOwnIsMadeEnabledAndCanBeReadAndDeleted() {
        put("content", "cake", CAKE.replace("{", "{\"enabled\":false,\"default\":true,"));

        assertThat(alice.sync(HttpMethod.GET, RULE, "", "content", "cake"))
                .hasToString(
                        "{\"actions\":[\"notify\"],\"default\":false,\"enabled\":true,"
                                + "\"pattern\":\"cake\",\"rule_id\":\"cake\"}");
        alice.sync(HttpMethod.DELETE, RULE, "", "content", "cake");
        fails(alice.reads(RULE, "content", "cake"), 404, "M_NOT_FOUND");
        fails(alice.tries(HttpMethod.DELETE, RULE, "", "content", "cake"), 404, "M_NOT_FOUND");
    }

    @Test
    void aRuleThatIsWrittenOverStaysDisabledAndWhereItIs() {
        put("content", "a", CAKE);
        put("content", "b", CAKE);
        alice.sync(HttpMethod.PUT, RULE + "/enabled", "{\"enabled\":false}", "content", "a");

        put("content", "a", CAKE.replace("cake", "tea"));

        assertThat(ids("content")).startsWith("b", "a");
        JsonObject rule = alice.sync(HttpMethod.GET, RULE, "", "content", "a");
        assertThat(rule.string("pattern")).contains("tea");
        assertThat(rule.bool("enabled")).contains(false);
    }

    @Test
    void rulesArePutWhereTheyAreWanted() {
        List.of("first", "second", "third").forEach(rule -> put("override", rule, NOTIFY));

        put("override", "x?before=second", NOTIFY);
        put("override", "y?after=second", NOTIFY);
        put("override", "z?before=first&after=third", NOTIFY);
        put("override", "third?after=first", NOTIFY);

        assertThat(ids("override"))
                .startsWith(
                        ".m.rule.master",
                        "x",
                        "second",
                        "y",
                        "z",
                        "first",
                        "third",
                        ".m.rule.suppress_notices");
    }

    @ParameterizedTest
    @CsvSource({
        "x?before=none, M_UNKNOWN",
        "x?after=none, M_UNKNOWN",
        "x?before=.m.rule.master, M_INVALID_PARAM",
        "x?after=.m.rule.suppress_edits, M_INVALID_PARAM"
    })
    void aRuleIsPutNextToNoneOfTheServers(String rule, String error) {
        fails(tries("override", rule, NOTIFY), 400, error);
    }

    @Test
    void anIdWithNulSpoilsNoSync() {
        fails(
                alice.tries(HttpMethod.PUT, RULE, NOTIFY, "override", "a\u0000b"),
                400,
                "M_INVALID_PARAM");

        assertThat(alice.syncs().accountData("m.push_rules")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".mine", ".m.rule.master", "a/b", "a\\b"})
    void anIdNeitherBeginsWithADotNorHoldsASlash(String rule) {
        fails(alice.tries(HttpMethod.PUT, RULE, NOTIFY, "override", rule), 400, "M_INVALID_PARAM");
    }

    @Test
    void defaultRulesCannotBeDeleted() {
        fails(
                alice.tries(HttpMethod.DELETE, RULE, "", "override", ".m.rule.master"),
                400,
                "M_INVALID_PARAM");
        assertThat(alice.sync(HttpMethod.GET, RULE, "", "override", ".m.rule.master").keys())
                .contains("rule_id");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        fails(alice.reads(RULE, "room", "!none:x"), 404, "M_NOT_FOUND");
        fails(alice.reads(RULE + "/enabled", "room", "!none:x"), 404, "M_NOT_FOUND");
        fails(alice.reads(RULE + "/actions", "room", "!none:x"), 404, "M_NOT_FOUND");
        fails(
                alice.tries(
                        HttpMethod.PUT, RULE + "/enabled", "{\"enabled\":true}", "room", "!n:x"),
                404,
                "M_NOT_FOUND");
        fails(
                alice.tries(HttpMethod.PUT, RULE + "/actions", NOTIFY, "room", "!none:x"),
                404,
                "M_NOT_FOUND");
    }

    @Test
    void thereAreFiveKinds() {
        fails(alice.reads(RULE, "device", "x"), 400, "M_INVALID_PARAM");
        fails(tries("device", "x", NOTIFY), 400, "M_INVALID_PARAM");
        fails(tries("Override", "x", NOTIFY), 400, "M_INVALID_PARAM");
    }

    @Test
    void aChangeWakesTheOtherDeviceWithAllRules() {
        SyncResult before = alice.syncs();

        var poll = alice.beginsToWait(before);
        put("room", "!quiet:x", "{\"actions\":[]}");

        assertThat(poll.join().accountData("m.push_rules"))
                .containsExactly(alice.sync(HttpMethod.GET, "/pushrules/", ""));
    }

    @Test
    void rulesPutAtOnceAreAllThere() {
        IntStream.range(0, 12).parallel().forEach(number -> put("sender", "@s" + number, NOTIFY));

        assertThat(ids("sender")).hasSize(12);
    }

    @Test
    void d10TheRulesOfAUserHaveALimit() {
        String long1024 = "{\"pattern\":\"%s\",\"actions\":[]}".formatted("*a".repeat(512));
        IntStream.range(0, 16).forEach(number -> put("content", "p" + number, long1024));

        fails(tries("content", "more", long1024), 400, "M_INVALID_PARAM");
        put("content", "p0", CAKE);
        put("content", "less", CAKE);
    }

    private void put(String kind, String rule, String body) {
        tries(kind, rule, body).expectStatus().isOk();
    }

    private ResponseSpec tries(String kind, String rule, String body) {
        return alice.tries(HttpMethod.PUT, "/pushrules/global/" + kind + "/" + rule, body);
    }

    private List<String> ids(String kind) {
        return TestJson.at(alice.sync(HttpMethod.GET, "/pushrules/", ""), "global")
                .array(kind)
                .orElseThrow()
                .objects()
                .map(rule -> rule.string("rule_id").orElseThrow())
                .toList();
    }

    private static void fails(ResponseSpec response, int status, String error) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(error);
    }
}
