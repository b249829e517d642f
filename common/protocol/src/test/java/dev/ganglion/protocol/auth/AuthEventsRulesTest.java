package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.inEachVersion;
import static dev.ganglion.protocol.auth.RuleCase.row;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.event.StateKeyTuple.CREATE;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rules 2 and 3: which room a message is of, and what it cites as its authority. R01. */
class AuthEventsRulesTest {
    private static final StateKeyTuple OF_BOB = StateKeyTuple.member(BOB);
    private static final StateKeyTuple OF_MOD = StateKeyTuple.member(MOD);

    @ParameterizedTest
    @MethodSource
    void r01_rules2And3(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r01_rules2And3() {
        return inEachVersion(rows());
    }

    static List<RuleCase> rows() {
        return List.of(
                row("11", "what is to be cited", true, room -> citing(room, selected(room)))
                        .notBy("2", "2.4 of version 11", "3.1", "3.2", "3.3", "3.5"),
                rejects("3.1", "two power levels", room -> with(room, otherLevels(room))),
                rejects("3.1", "one event twice", room -> with(room, get(room, OF_BOB))),
                rejects("3.2", "somebody else", room -> with(room, get(room, OF_MOD))),
                rejects("3.2", "what is no state", room -> with(room, message(room))),
                rejects("3.2", "the create event", room -> with(room, get(room, CREATE)))
                        .from(RoomVersion.V12),
                row("3.3", "citing a rejected event", false, AuthEventsRulesTest::citingRejected),
                rejects("2.4 of version 11", "no create event", room -> without(room, CREATE)),
                row("11", "no create event", true, room -> citing(room, without(room, CREATE)))
                        .from(RoomVersion.V12),
                rejects("6", "not the own membership", room -> without(room, OF_BOB)),
                rejects("3.5", "a membership of another room", room -> foreign(room, OF_BOB)),
                rejects("3.5", "a create event of another room", room -> foreign(room, CREATE))
                        .upTo(RoomVersion.V11),
                row("3.5", "a message in another room", false, AuthEventsRulesTest::elsewhere)
                        .upTo(RoomVersion.V11),
                row("2", "a message in another room", false, AuthEventsRulesTest::elsewhere),
                row(
                        "2.4 of version 11",
                        "a message in no room",
                        false,
                        AuthEventsRulesTest::nowhere),
                row("2", "a message in no room", false, AuthEventsRulesTest::nowhere));
    }

    private static RuleCase rejects(
            String rule, String what, Function<Branch, List<PduEvent>> cited) {
        return row(rule, "citing " + what, false, room -> citing(room, cited.apply(room)));
    }

    private static AuthVerdict citing(Branch room, List<PduEvent> cited) {
        return judged(room, cited, Set.of());
    }

    private static AuthVerdict citingRejected(Branch room) {
        return judged(room, selected(room), Set.of(get(room, OF_BOB).eventId()));
    }

    /** The first two checks on receipt: what is cited, and what the cited events allow. */
    private static AuthVerdict judged(Branch room, List<PduEvent> cited, Set<EventId> rejected) {
        PduEvent message = message(room);
        AuthVerdict verdict = AuthEventsRules.check(message, cited, rejected);
        return verdict.isAllowed()
                ? RuleCase.verdict(message, key -> stateOf(room, cited, key))
                : verdict;
    }

    private static Optional<PduEvent> stateOf(
            Branch room, List<PduEvent> cited, StateKeyTuple key) {
        boolean isImplied =
                key.equals(CREATE) && room.room().version().has(Change.ROOM_ID_IS_CREATE_HASH);
        return isImplied
                ? room.get(CREATE)
                : cited.stream()
                        .filter(event -> event.stateKeyTuple().equals(Optional.of(key)))
                        .findFirst();
    }

    private static AuthVerdict elsewhere(Branch room) {
        return RuleCase.verdict(inOtherRoom(message(room)), room);
    }

    private static AuthVerdict nowhere(Branch room) {
        return RuleCase.verdict(message(room), key -> Optional.empty());
    }

    private static List<PduEvent> selected(Branch room) {
        return AuthEventsRules.select(message(room), room);
    }

    private static List<PduEvent> with(Branch room, PduEvent more) {
        List<PduEvent> cited = new ArrayList<>(selected(room));
        cited.add(more);
        return cited;
    }

    private static List<PduEvent> without(Branch room, StateKeyTuple key) {
        return selected(room).stream()
                .filter(event -> !event.stateKeyTuple().equals(Optional.of(key)))
                .toList();
    }

    private static List<PduEvent> foreign(Branch room, StateKeyTuple key) {
        List<PduEvent> cited = new ArrayList<>(without(room, key));
        cited.add(inOtherRoom(get(room, key)));
        return cited;
    }

    private static PduEvent otherLevels(Branch room) {
        return room.setsLevels(ALICE, TestRoom.levels(room.room().version(), "{}"));
    }

    private static PduEvent inOtherRoom(PduEvent event) {
        return PduEvent.of(
                event.roomVersion(),
                event.json().with("room_id", new JsonString("!other:example.org")));
    }

    private static PduEvent message(Branch room) {
        return room.event(BOB, EventTypes.MESSAGE, Optional.empty(), JsonObject.EMPTY);
    }

    private static PduEvent get(Branch room, StateKeyTuple key) {
        return room.get(key).orElseThrow();
    }
}
