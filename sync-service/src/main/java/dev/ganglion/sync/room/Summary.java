package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.erasure.ErasedFor;

import java.util.List;

/**
 * How many are in a room, and who stands for it while it has no name. The same for all readers.
 *
 * @param names its name and its main address, of those that it has
 * @param members the first of those who are in the room or invited; empty when the room has a name
 *     for everybody
 * @param formerMembers the first of those who have left; empty when the room has a name for
 *     everybody
 */
public record Summary(
        long joined,
        long invited,
        List<Name> names,
        List<String> members,
        List<String> formerMembers) {
    private static final int HEROES = 5;

    /** Who gave it a name, or an address, with the event at that position. */
    record Name(UserId sender, long position) {
        boolean isHiddenBy(ErasedFor reader) {
            return reader.hides(sender, position);
        }
    }

    /** Whether the reader gets any of the names. */
    public boolean isNamedFor(ErasedFor reader) {
        return names.stream().anyMatch(name -> !name.isHiddenBy(reader));
    }

    /** Everybody but the reader, those who have left only where there is nobody else. */
    public List<String> heroesFor(UserId reader) {
        List<String> others = without(members, reader);
        return others.isEmpty() ? without(formerMembers, reader) : others;
    }

    private static List<String> without(List<String> users, UserId reader) {
        return users.stream().filter(user -> !user.equals(reader.value())).limit(HEROES).toList();
    }
}
