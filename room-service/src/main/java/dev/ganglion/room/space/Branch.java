package dev.ganglion.room.space;

import dev.ganglion.room.summary.RoomOutline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The children of one space, as far as they have been looked at. Used by one thread. */
final class Branch {
    private final RoomOutline space;
    private final int depth;
    private final ChildKey begin;
    private final List<Node> nodes = new ArrayList<>();
    private ChildKey after;
    private int fruitlessLooks;
    private boolean isComplete;

    /**
     * A child that the reader may see.
     *
     * @param branch what is below it; empty for rooms, and for spaces that lie too deep
     */
    record Node(RoomOutline room, ChildKey key, Optional<Branch> branch) {}

    private Branch(RoomOutline space, int depth, ChildKey after) {
        this.space = space;
        this.depth = depth;
        this.begin = after;
        this.after = after;
    }

    /** All children of a space, none of them looked at. */
    static Branch of(RoomOutline space, int depth) {
        return new Branch(space, depth, ChildKey.START);
    }

    /** What is left of a space that has been looked at in part. */
    static Branch after(Frame frame, RoomOutline space) {
        return new Branch(space, frame.depth(), frame.after());
    }

    RoomOutline space() {
        return space;
    }

    int depth() {
        return depth;
    }

    List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Before the first child that has been looked at. */
    Frame begin() {
        return frameAfter(begin);
    }

    /** Behind the last child that has been looked at. */
    Frame rest() {
        return frameAfter(after);
    }

    /** Behind that child. */
    Frame frameAfter(ChildKey child) {
        return new Frame(space.room().roomId(), depth, child);
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Adds the next children. */
    void add(List<Node> visible, ChildKey last) {
        nodes.addAll(visible);
        after = last;
        fruitlessLooks = visible.isEmpty() ? fruitlessLooks + 1 : 0;
    }

    /** How many times in a row there was nothing to see. */
    int fruitlessLooks() {
        return fruitlessLooks;
    }

    /** There are no more children. */
    void complete() {
        isComplete = true;
    }
}
