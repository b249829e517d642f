package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Resolutions of the branches of a test room. */
final class Resolving {
    static final StateKeyTuple TOPIC = new StateKeyTuple(EventTypes.TOPIC, "");
    static final AuthRules RULES = new AuthRules((event, server) -> true);

    private Resolving() {}

    /** One room version for each of the three algorithms, and of version 2 the oldest too. */
    static List<RoomVersion> algorithms() {
        return List.of(RoomVersion.V1, RoomVersion.V2, RoomVersion.V11, RoomVersion.V12);
    }

    /** Those that replay power events first. */
    static List<RoomVersion> powerFirst() {
        return List.of(RoomVersion.V2, RoomVersion.V11, RoomVersion.V12);
    }

    static StateMap resolve(TestRoom room, List<StateMap> states) {
        return new StateResolution(RULES).resolve(room.version(), states, room);
    }

    /** What the branches come to where they meet. */
    static Branch merge(Branch first, Branch... others) {
        List<StateMap> states =
                Stream.concat(Stream.of(first), Stream.of(others)).map(Branch::state).toList();
        return first.in(resolve(first.room(), states));
    }

    static Optional<String> topic(Branch branch) {
        return branch.get(TOPIC).map(PduEvent::content).flatMap(topic -> topic.string("topic"));
    }
}
