package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.MOD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthVerdict.Rejected;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rule 3. R01: what an event cites as its authority. */
class AuthEventsRulesTest {
    private static final String ALLOWED = "";

    static List<RoomVersion> versions() {
        return RoomVersion.ALL;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theSelectionItselfIsAllowed(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);

        assertThat(rule(message, AuthEventsRules.select(message, room))).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void r01_rule3_1RejectsTwoOfOneKey(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);
        List<PduEvent> cited = new ArrayList<>(AuthEventsRules.select(message, room));
        cited.add(room.setsLevels(ALICE, TestRoom.levels(version, "{}")));

        assertThat(rule(message, cited)).isEqualTo("3.1");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void r01_rule3_2RejectsWhatWasNotToBeSelected(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);

        assertThat(rule(message, with(room, message, get(room, StateKeyTuple.member(MOD)))))
                .isEqualTo("3.2");
        assertThat(rule(message, with(room, message, message(room)))).isEqualTo("3.2");
        // From version 12 on, the create event too.
        if (version.has(Change.ROOM_ID_IS_CREATE_HASH)) {
            assertThat(rule(message, with(room, message, get(room, StateKeyTuple.CREATE))))
                    .isEqualTo("3.2");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void r01_rule3_3RejectsWhatRestsOnARejectedEvent(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);
        Set<EventId> rejected = Set.of(get(room, StateKeyTuple.member(BOB)).eventId());

        AuthVerdict verdict =
                AuthEventsRules.check(message, AuthEventsRules.select(message, room), rejected);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.rule()).isEqualTo("3.3"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void r01_rule3_4WantsTheCreateEventUpToVersion11(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);
        List<PduEvent> cited =
                AuthEventsRules.select(message, room).stream()
                        .filter(event -> !event.is(EventTypes.CREATE))
                        .toList();

        assertThat(rule(message, cited))
                .isEqualTo(version.has(Change.ROOM_ID_IS_CREATE_HASH) ? ALLOWED : "3.4");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void r01_rule3_5RejectsEventsOfAnotherRoom(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent message = message(room);
        PduEvent membership = get(room, StateKeyTuple.member(BOB));
        JsonObject elsewhere =
                membership.json().toBuilder().put("room_id", "!other:example.org").build();
        List<PduEvent> cited = new ArrayList<>(AuthEventsRules.select(message, room));
        cited.replaceAll(
                event -> event.equals(membership) ? PduEvent.of(version, elsewhere) : event);

        assertThat(rule(message, cited)).isEqualTo("3.5");
    }

    private static List<PduEvent> with(Branch room, PduEvent event, PduEvent more) {
        List<PduEvent> cited = new ArrayList<>(AuthEventsRules.select(event, room));
        cited.add(more);
        return cited;
    }

    private static String rule(PduEvent event, List<PduEvent> cited) {
        return AuthEventsRules.check(event, cited, Set.of()) instanceof Rejected no
                ? no.rule()
                : ALLOWED;
    }

    private static PduEvent message(Branch room) {
        return room.event(BOB, EventTypes.MESSAGE, Optional.empty(), JsonObject.EMPTY);
    }

    private static PduEvent get(Branch room, StateKeyTuple key) {
        return room.get(key).orElseThrow();
    }
}
