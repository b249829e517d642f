package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.json.JsonBytes;

import java.util.Collection;
import java.util.Set;

/**
 * Whose devices a reader has to ask for anew, and whose no longer matter. Nobody is in both.
 *
 * @param changed also those who share an encrypted room with the reader from now on
 * @param left those who share none any more
 */
public record ChangedLists(Set<UserId> changed, Set<UserId> left) {
    public static final ChangedLists NONE = new ChangedLists(Set.of(), Set.of());

    /** Copies the sets. */
    public ChangedLists {
        changed = Set.copyOf(changed);
        left = Set.copyOf(left);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && left.isEmpty();
    }

    /** As an object. */
    public void write(JsonBytes out) {
        out.beginObject();
        write(out.key("changed"), changed);
        write(out.key("left"), left);
        out.endObject();
    }

    private static void write(JsonBytes out, Collection<UserId> users) {
        out.beginArray();
        users.forEach(user -> out.string(user.value()));
        out.endArray();
    }
}
