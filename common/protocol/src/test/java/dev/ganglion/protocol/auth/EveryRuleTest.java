package dev.ganglion.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.NumberedRules.Rule;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds the tables of rules against the list of all rules: no room version has a rule that is not
 * seen doing, and seen not doing, what it can.
 */
class EveryRuleTest {
    private static final List<RuleCase> ROWS =
            Stream.of(
                            CreateRulesTest.rows(),
                            AuthEventsRulesTest.rows(),
                            GeneralRulesTest.rows(),
                            JoinRulesTest.rows(),
                            InviteRulesTest.rows(),
                            MemberRulesTest.rows(),
                            PowerLevelsRulesTest.rows())
                    .flatMap(List::stream)
                    .toList();

    /** Version 12 kept the number of the one rule on auth events that follows a dropped one. */
    private static final String DROPPED = "3.4";

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void everyRuleIsSeenOnBothItsSides(RoomVersion version) {
        assertThat(NumberedRules.of(version).stream().flatMap(rule -> missing(rule, version)))
                .as("what the tables of rules lack for room version %s", version)
                .isEmpty();
    }

    /** A rule that the list forgot would leave a gap, or be missing from the count. */
    @ParameterizedTest
    @CsvSource({
        "1, 60", "2, 60", "3, 57", "4, 57", "5, 57", "6, 54", "7, 58", "8, 62", "9, 62", "10, 64",
        "11, 63", "12, 65"
    })
    void theNumbersOfAPageRunOnWithoutAGap(String id, int count) {
        RoomVersion version = RoomVersion.get(id);
        List<String> numbers =
                NumberedRules.of(version).stream().map(rule -> rule.numberIn(version)).toList();

        Set<String> seen = new HashSet<>();
        if (version.equals(RoomVersion.V12)) {
            seen.add(DROPPED);
        }
        for (String number : numbers) {
            for (String heading : headings(number)) {
                assertThat(
                                heading.endsWith(".1")
                                        || heading.equals("1")
                                        || seen.contains(before(heading)))
                        .as("room version %s has a rule before %s", version, heading)
                        .isTrue();
                seen.add(heading);
            }
        }
        assertThat(numbers).doesNotHaveDuplicates().hasSize(count);
    }

    @Test
    void aRowNamesOnlyRulesThatExist() {
        assertThat(ROWS.stream().flatMap(row -> row.notBy().stream()).distinct())
                .allSatisfy(NumberedRules::named);
        assertThat(ROWS).allSatisfy(row -> assertThat(row.versions()).isNotEmpty());
    }

    private static Stream<String> missing(Rule rule, RoomVersion version) {
        boolean rejects = isSeen(rule, version, false);
        boolean allows = isSeen(rule, version, true);
        boolean passesOn = isSeenPassingOn(rule, version);
        return switch (rule.kind()) {
            case REJECTS ->
                    Stream.concat(
                            gap(rejects, rule, version, "rejects"),
                            gap(passesOn, rule, version, "lets go on to be allowed"));
            case ALLOWS ->
                    Stream.concat(
                            gap(allows, rule, version, "allows"),
                            gap(passesOn, rule, version, "lets go on to be rejected"));
            case DECIDES ->
                    Stream.concat(
                            gap(allows, rule, version, "allows"),
                            gap(rejects, rule, version, "rejects"));
            case ELSE_REJECTS -> gap(rejects, rule, version, "rejects");
            case ELSE_ALLOWS -> gap(allows, rule, version, "allows");
        };
    }

    private static Stream<String> gap(boolean isSeen, Rule rule, RoomVersion version, String side) {
        return isSeen
                ? Stream.empty()
                : Stream.of("something that %s %s".formatted(rule.numberIn(version), side));
    }

    private static boolean isSeen(Rule rule, RoomVersion version, boolean isAllowed) {
        return ROWS.stream()
                .filter(row -> row.versions().contains(version))
                .anyMatch(row -> row.rule().equals(rule) && row.isAllowed() == isAllowed);
    }

    /** The verdict is then the opposite of what the rule could say. */
    private static boolean isSeenPassingOn(Rule rule, RoomVersion version) {
        boolean isAllowed = rule.kind() == NumberedRules.Kind.REJECTS;
        return ROWS.stream()
                .filter(row -> row.versions().contains(version))
                .anyMatch(row -> row.notBy().contains(rule.name()) && row.isAllowed() == isAllowed);
    }

    /** Of 5.3.1: 5, 5.3 and itself. */
    private static List<String> headings(String number) {
        return Stream.iterate(
                        number,
                        heading -> !heading.isEmpty(),
                        heading -> heading.substring(0, Math.max(0, heading.lastIndexOf('.'))))
                .toList()
                .reversed();
    }

    private static String before(String number) {
        int last = number.lastIndexOf('.') + 1;
        return number.substring(0, last) + (Integer.parseInt(number.substring(last)) - 1);
    }
}
