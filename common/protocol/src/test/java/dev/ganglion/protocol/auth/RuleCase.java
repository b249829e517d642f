package dev.ganglion.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthVerdict.Allowed;
import dev.ganglion.protocol.auth.AuthVerdict.Rejected;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A row of a table of rules: what happened in an open room, what comes next, and the verdict. */
record RuleCase(
        String rule,
        String what,
        boolean isAllowed,
        List<RoomVersion> versions,
        Consumer<Branch> given,
        Function<Branch, PduEvent> event) {
    /** A server has signed what carries a signature in its name. */
    private static final AuthRules RULES =
            new AuthRules(
                    (event, server) ->
                            event.json()
                                    .object("signatures")
                                    .filter(signatures -> signatures.has(server.value()))
                                    .isPresent());

    static RuleCase allows(
            String rule, String what, Consumer<Branch> given, Function<Branch, PduEvent> event) {
        return new RuleCase(rule, what, true, RoomVersion.ALL, given, event);
    }

    static RuleCase rejects(
            String rule, String what, Consumer<Branch> given, Function<Branch, PduEvent> event) {
        return new RuleCase(rule, what, false, RoomVersion.ALL, given, event);
    }

    static Consumer<Branch> nothing() {
        return room -> {};
    }

    static AuthVerdict verdict(PduEvent event, AuthState state) {
        return RULES.check(event, state);
    }

    RuleCase from(RoomVersion first) {
        return in(versions.subList(versions.indexOf(first), versions.size()));
    }

    RuleCase upTo(RoomVersion last) {
        return in(versions.subList(0, versions.indexOf(last) + 1));
    }

    RuleCase in(List<RoomVersion> some) {
        return new RuleCase(rule, what, isAllowed, some, given, event);
    }

    void verify() {
        for (RoomVersion version : versions) {
            Branch room = TestRoom.open(version);
            given.accept(room);
            verify(version, verdict(event.apply(room), room));
        }
    }

    private void verify(RoomVersion version, AuthVerdict verdict) {
        String description = this + ", in room version " + version;
        if (isAllowed) {
            assertThat(verdict).as(description).isEqualTo(Allowed.ALLOWED);
        } else {
            assertThat(verdict)
                    .as(description)
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            no -> assertThat(no.rule()).as(description).isEqualTo(rule));
        }
    }

    @Override
    public String toString() {
        return rule + (isAllowed ? " allows " : " rejects ") + what;
    }
}
