package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;

import java.util.List;

/**
 * How many are in a room, and who stands for it while it has no name. The same for all readers.
 *
 * @param members the first of those who are in the room or invited; empty when the room has a name
 * @param formerMembers the first of those who have left; empty when the room has a name
 */
public record Summary(
        long joined,
        long invited,
        boolean isNamed,
        List<String> members,
        List<String> formerMembers) {
    private static final int HEROES = 5;

    /** Everybody but the reader, those who have left only where there is nobody else. */
    public List<String> heroesFor(UserId reader) {
        List<String> others = without(members, reader);
        return others.isEmpty() ? without(formerMembers, reader) : others;
    }

    private static List<String> without(List<String> users, UserId reader) {
        return users.stream().filter(user -> !user.equals(reader.value())).limit(HEROES).toList();
    }
}
