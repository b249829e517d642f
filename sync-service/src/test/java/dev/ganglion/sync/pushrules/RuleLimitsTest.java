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
        RuleSet full = overrides(WILD, 256);
        RuleSet long16 = contents("*" + "a".repeat(1_023), 16);

        assertThat(RuleLimits.checked(long16, full)).isEqualTo(full);
        assertThat(RuleLimits.checked(full, long16)).isEqualTo(long16);
        assertRefused(full, overrides(WILD, 257));
        assertRefused(full, contents("*" + "a".repeat(1_023), 17));
        assertThat(RuleLimits.checked(overrides(WILD, 258), overrides(WILD, 257))).isNotNull();
    }

    @Test
    void keywordsAndRoomsAreOnlyCounted() {
        RuleSet none = contents("x", 0);

        assertThat(RuleLimits.checked(none, contents("a keyword", 1_000))).isNotNull();
        assertThat(RuleLimits.checked(none, overrides(MUTE, 1_000))).isNotNull();
        assertRefused(none, contents("a.b.c.d.e", 257));
    }

    private static void assertRefused(RuleSet before, RuleSet after) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> RuleLimits.checked(before, after))
                .matches(error -> error.status() == 400);
    }

    private static RuleSet contents(String pattern, int count) {
        return set(
                IntStream.range(0, count)
                        .mapToObj(
                                number ->
                                        "{'rule_id':'%d','actions':[],'pattern':'%s'}"
                                                .formatted(number, pattern))
                        .collect(Collectors.joining(",", "'content':[", "]")));
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
