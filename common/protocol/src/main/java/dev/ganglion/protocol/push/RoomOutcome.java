package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What an event means to the members of a room. Immutable. */
public record RoomOutcome(List<Group> groups) {
    /**
     * Members whose rules come to the same in the room.
     *
     * @param rules what their rules come to in the room, {@link CompiledRules#DEFAULT} for most;
     *     equal at every event, so that a group can be told again
     * @param members all of them
     * @param actions what their rules do, but for the exceptions
     * @param exceptions members for whom another rule matched, and the event's sender, whom nothing
     *     is notified of
     */
    public record Group(
            CompiledRules rules,
            List<UserId> members,
            PushActions actions,
            Map<UserId, PushActions> exceptions) {
        public Group {
            members = List.copyOf(members);
            exceptions = Map.copyOf(exceptions);
        }
    }

    public RoomOutcome {
        groups = List.copyOf(groups);
    }

    /** Tells of each member whom the event notifies. */
    public void forEachNotified(BiConsumer<UserId, PushActions> told) {
        for (Group group : groups) {
            if (group.actions.notifies()) {
                for (UserId member : group.members) {
                    if (!group.exceptions.containsKey(member)) {
                        told.accept(member, group.actions);
                    }
                }
            }
            group.exceptions.forEach(
                    (member, actions) -> {
                        if (actions.notifies()) {
                            told.accept(member, actions);
                        }
                    });
        }
    }

    /** What one member's rules do; slow, for the members of a group are a list. */
    public PushActions of(UserId member) {
        return groups.stream()
                .filter(group -> group.members.contains(member))
                .findFirst()
                .map(group -> group.exceptions.getOrDefault(member, group.actions))
                .orElse(PushActions.NONE);
    }
}
