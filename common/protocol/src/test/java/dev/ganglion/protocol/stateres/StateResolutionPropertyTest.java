package dev.ganglion.protocol.stateres;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.MOD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What holds of every resolution, over random histories in which every server keeps the rules. */
class StateResolutionPropertyTest {
    private static final List<UserId> USERS = List.of(ALICE, MOD, BOB, CAROL, DAVE);

    /** Something that a user tries in a branch; what the rules refuse does not happen. */
    record Act(int branch, UserId sender, UserId target, int kind, long pause) {
        void tryIn(Branch room) {
            room.room().waits(pause);
            PduEvent event = event(room);
            if (Resolving.RULES.check(event, room).isAllowed()) {
                room.appends(event);
            }
        }

        private PduEvent event(Branch room) {
            return switch (kind) {
                case 0 -> room.membership(sender, target, "ban");
                case 1 -> room.membership(sender, target, "invite");
                case 2 ->
                        room.stateEvent(
                                sender, EventTypes.JOIN_RULES, "", "{'join_rule': 'invite'}");
                case 3 ->
                        room.stateEvent(
                                sender, EventTypes.JOIN_RULES, "", "{'join_rule': 'public'}");
                case 4, 5 -> levels(room, target, 50);
                case 6 -> levels(room, target, Math.abs(pause));
                case 7, 8 -> room.membership(sender, sender, "join");
                case 9 ->
                        sender.equals(target)
                                ? topic(room)
                                : room.membership(sender, target, "leave");
                default -> topic(room);
            };
        }

        private PduEvent topic(Branch room) {
            return room.stateEvent(sender, EventTypes.TOPIC, "", "{'topic': 'by " + sender + "'}");
        }

        /** The levels of now with one changed. */
        private PduEvent levels(Branch room, UserId user, long level) {
            JsonObject now = room.get(StateKeyTuple.POWER_LEVELS).orElseThrow().content();
            JsonObject users = now.object("users").orElseThrow();
            return room.event(
                    sender,
                    EventTypes.POWER_LEVELS,
                    Optional.of(""),
                    now.with("users", users.with(user.value(), new JsonNumber(level))));
        }
    }

    @Provide
    static Arbitrary<List<Act>> acts() {
        Arbitrary<UserId> users = Arbitraries.of(USERS);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        users,
                        users,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.longs().between(-40, 50))
                .as(Act::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(40);
    }

    @Provide
    static Arbitrary<RoomVersion> versions() {
        return Arbitraries.of(Resolving.algorithms());
    }

    @Property(tries = 300)
    void theOrderOfTheStatesDoesNotMatter(
            @ForAll("versions") RoomVersion version,
            @ForAll("acts") List<Act> acts,
            @ForAll Random random) {
        List<Branch> branches = branches(version, acts);
        List<StateMap> states = new ArrayList<>(states(branches));
        StateMap resolved = resolve(branches, states);

        states.addAll(states(branches));
        Collections.shuffle(states, random);

        assertThat(resolve(branches, states)).isEqualTo(resolved);
    }

    @Property(tries = 200)
    void whatAllStatesAgreeOnStays(
            @ForAll("versions") RoomVersion version, @ForAll("acts") List<Act> acts) {
        List<Branch> branches = branches(version, acts);
        StateMap resolved = resolve(branches, states(branches));

        ConflictedState.strictly(states(branches))
                .unconflicted()
                .forEach((key, event) -> assertThat(resolved.get(key)).contains(event));
        assertThat(resolve(branches, List.of(resolved, resolved))).isEqualTo(resolved);
    }

    /**
     * In these histories nobody leaves of the own accord, so that what decides over a topic is
     * settled before it.
     */
    @Property(tries = 300)
    void aTopicThatWinsIsAuthorizedByTheResolvedState(
            @ForAll("acts") List<Act> acts, @ForAll boolean isNewest) {
        RoomVersion version = isNewest ? RoomVersion.V12 : RoomVersion.V11;
        List<Branch> branches = branches(version, acts);
        Branch merged = branches.getFirst().in(resolve(branches, states(branches)));
        Set<StateKeyTuple> settled =
                ConflictedState.strictly(states(branches)).conflicted().keySet();

        if (settled.contains(Resolving.TOPIC)) {
            merged.get(Resolving.TOPIC)
                    .ifPresent(
                            topic ->
                                    assertThat(
                                                    Resolving.RULES
                                                            .check(
                                                                    topic,
                                                                    rules(topic, merged, settled))
                                                            .isAllowed())
                                            .as("%s in the resolved state", topic)
                                            .isTrue());
        }
    }

    /** What was in conflict as it was resolved; all else as the event itself names it. */
    private static AuthState rules(PduEvent event, Branch merged, Set<StateKeyTuple> settled) {
        AuthState own = new AuthGraph(merged.room()).ownAuthState(event);
        return key -> settled.contains(key) ? merged.get(key).or(() -> own.get(key)) : own.get(key);
    }

    @Property(tries = 200)
    void r06_nothingAppearsThatNoBranchEverHeld(
            @ForAll("versions") RoomVersion version, @ForAll("acts") List<Act> acts) {
        List<Branch> branches = branches(version, acts);
        List<StateMap> states = states(branches);
        Set<EventId> known = new HashSet<>();
        states.forEach(state -> known.addAll(state.entries().values()));
        known.addAll(new AuthGraph(branches.getFirst().room()).chainOf(Set.copyOf(known)));

        assertThat(known).containsAll(resolve(branches, states).entries().values());
    }

    private static List<Branch> branches(RoomVersion version, List<Act> acts) {
        Branch trunk = TestRoom.open(version);
        trunk.setsTopic(ALICE, "of old");
        List<Branch> branches = Stream.of(trunk, trunk.fork(), trunk.fork()).toList();
        acts.forEach(act -> act.tryIn(branches.get(act.branch())));
        return branches;
    }

    private static List<StateMap> states(List<Branch> branches) {
        return branches.stream().map(Branch::state).toList();
    }

    private static StateMap resolve(List<Branch> branches, List<StateMap> states) {
        return Resolving.resolve(branches.getFirst().room(), states);
    }
}
