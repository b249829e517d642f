package dev.ganglion.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthVerdict.Allowed;
import dev.ganglion.protocol.auth.AuthVerdict.Rejected;
import dev.ganglion.protocol.auth.NumberedRules.Rule;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A row of a table of rules: what is asked of an open room, and which rule gives what verdict. It
 * holds in every room version that has the rule, unless it is narrowed.
 *
 * @param notBy the rules that could have said the opposite and did not: their other side
 */
record RuleCase(
        Rule rule,
        String what,
        boolean isAllowed,
        Set<String> notBy,
        List<RoomVersion> versions,
        Function<Branch, AuthVerdict> verdict) {
    /** A server has signed what carries a signature in its name. */
    private static final AuthRules RULES =
            new AuthRules(
                    (event, server) ->
                            event.json()
                                    .object("signatures")
                                    .filter(signatures -> signatures.has(server.value()))
                                    .isPresent());

    /** A row in one room version, named by the number that this version's page gives the rule. */
    record InVersion(RuleCase row, RoomVersion version) {
        void verify() {
            AuthVerdict verdict = row.verdict().apply(TestRoom.open(version));

            if (row.isAllowed()) {
                assertThat(verdict).as(toString()).isEqualTo(Allowed.ALLOWED);
            } else {
                assertThat(verdict)
                        .as(toString())
                        .isInstanceOfSatisfying(
                                Rejected.class,
                                no ->
                                        assertThat(no.rule())
                                                .as("%s: %s", this, no.reason())
                                                .isEqualTo(row.rule().name()));
            }
        }

        @Override
        public String toString() {
            return "room version "
                    + version
                    + ", rule "
                    + row.rule().numberIn(version)
                    + (row.isAllowed() ? " allows " : " rejects ")
                    + row.what();
        }
    }

    static RuleCase allows(
            String rule, String what, Consumer<Branch> given, Function<Branch, PduEvent> event) {
        return row(rule, what, true, judging(given, event));
    }

    static RuleCase rejects(
            String rule, String what, Consumer<Branch> given, Function<Branch, PduEvent> event) {
        return row(rule, what, false, judging(given, event));
    }

    /** A row that comes to its verdict in its own way. */
    static RuleCase row(
            String rule, String what, boolean isAllowed, Function<Branch, AuthVerdict> verdict) {
        Rule numbered = NumberedRules.named(rule);
        return new RuleCase(numbered, what, isAllowed, Set.of(), numbered.versions(), verdict);
    }

    static Consumer<Branch> nothing() {
        return room -> {};
    }

    static AuthVerdict verdict(PduEvent event, AuthState state) {
        return RULES.check(event, state);
    }

    /** The verdict in a room that has nothing yet but a create event with that content. */
    static Function<Branch, AuthVerdict> inNewRoom(
            String createContent, Function<Branch, PduEvent> event) {
        return open -> {
            Branch created = TestRoom.created(open.room().version(), createContent);
            return verdict(event.apply(created), created);
        };
    }

    static Stream<InVersion> inEachVersion(Collection<RuleCase> rows) {
        return rows.stream()
                .flatMap(
                        row -> row.versions().stream().map(version -> new InVersion(row, version)));
    }

    RuleCase notBy(String... rules) {
        return new RuleCase(rule, what, isAllowed, Set.of(rules), versions, verdict);
    }

    RuleCase from(RoomVersion first) {
        return in(version -> number(version) >= number(first));
    }

    RuleCase upTo(RoomVersion last) {
        return in(version -> number(version) <= number(last));
    }

    private RuleCase in(Predicate<RoomVersion> isMeant) {
        List<RoomVersion> some = versions.stream().filter(isMeant).toList();
        return new RuleCase(rule, what, isAllowed, notBy, some, verdict);
    }

    private static Function<Branch, AuthVerdict> judging(
            Consumer<Branch> given, Function<Branch, PduEvent> event) {
        return room -> {
            given.accept(room);
            return verdict(event.apply(room), room);
        };
    }

    private static int number(RoomVersion version) {
        return RoomVersion.ALL.indexOf(version);
    }
}
