package dev.ganglion.sync.pushrules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

class RuleLimitsTest {
    private static final String MUTE =
            "{'rule_id':'%d','actions':[],'conditions':[{'kind':'event_match','key':'room_id','pattern':'!aaaaaaaaaaaaaaaaaaaaaaaaaaaa:example.org'}]}";
    private static final String WILD =
            "{'rule_id':'%d','actions':[],'conditions':[{'kind':'event_match','key':'type','pattern':'*aaaaaaaaaaaaaaa'}]}";

    @Test
    void d10AThousandRulesAreTheLimit() {
        RuleSet full = overrides(MUTE, RuleLimits.MAX_RULES);
        RuleSet over = overrides(MUTE, RuleLimits.MAX_RULES + 1);

        assertThat(RuleLimits.checked(full, full)).isEqualTo(full);
        assertRefused(full, over);
        assertThat(RuleLimits.checked(over, over)).isEqualTo(over);
    }

    @Test
    void d10PatternsThatAreLookedForAreLimitedTogether() {
        RuleSet most = overrides(WILD, 1_000);
        RuleSet nearly = set(contentRule(384));
        RuleSet full = set(contentRule(RuleLimits.MAX_PATTERN_LENGTH));
        RuleSet over = set(contentRule(RuleLimits.MAX_PATTERN_LENGTH + 1));

        assertThat(RuleLimits.checked(nearly, most)).isEqualTo(most);
        assertThat(RuleLimits.checked(most, full)).isEqualTo(full);
        assertRefused(full, over);
        assertThat(RuleLimits.checked(over, full)).isEqualTo(full);
    }

    private static void assertRefused(RuleSet before, RuleSet after) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> RuleLimits.checked(before, after))
                .matches(error -> error.status() == 400);
    }

    private static String contentRule(int length) {
        return "'content':[{'rule_id':'c','actions':[],'pattern':'%s'}]"
                .formatted("a".repeat(length));
    }

    private static RuleSet overrides(String rule, int count) {
        return set(
                IntStream.range(0, count)
                        .mapToObj(rule::formatted)
                        .collect(Collectors.joining(",", "'override':[", "]")));
    }

    private static RuleSet set(String kinds) {
        return new RuleSet(Json.parseObject("{'global':{%s}}".formatted(kinds).replace('\'', '"')));
    }
}
