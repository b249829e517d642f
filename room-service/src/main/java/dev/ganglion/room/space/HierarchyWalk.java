package dev.ganglion.room.space;

import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.space.Branch.Node;
import dev.ganglion.room.summary.RoomOutline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tree of spaces that grows until it holds one page in depth-first order. In each step it asks
 * for the next children of all spaces that stand before the page's end; those further down are
 * asked for fewer, for they rarely come onto the page. Plain decisions, used by one thread.
 */
final class HierarchyWalk {
    private static final int FEWEST_CHILDREN = 4;
    private static final int MOST_CHILDREN = 256;

    private final Optional<RoomOutline> root;
    private final List<Branch> branches;
    private final Set<RoomNid> givenBefore;
    private final int limit;
    private final int maxDepth;

    private HierarchyWalk(
            Optional<RoomOutline> root,
            List<Branch> branches,
            Set<RoomNid> givenBefore,
            HierarchyQuery query) {
        this.root = root;
        this.branches = branches;
        this.givenBefore = givenBefore;
        this.limit = query.limit();
        this.maxDepth = query.maxDepth();
    }

    /** From the space that is asked for, which comes first itself. */
    static HierarchyWalk from(RoomOutline root, HierarchyQuery query) {
        List<Branch> branches =
                root.isSpace() && query.maxDepth() > 0 ? List.of(Branch.of(root, 1)) : List.of();
        return new HierarchyWalk(Optional.of(root), branches, Set.of(), query);
    }

    /**
     * From where another page has ended.
     *
     * @param branches innermost first
     */
    static HierarchyWalk after(
            List<Branch> branches, Set<RoomNid> givenBefore, HierarchyQuery query) {
        return new HierarchyWalk(Optional.empty(), branches, givenBefore, query);
    }

    /** What is needed next: that many children of a space. */
    record Wish(Branch branch, int children) {}

    /** A place in the order, with the frames to go on from after it, innermost first. */
    sealed interface Entry {
        List<Frame> next();

        record Room(RoomOutline room, List<Frame> next) implements Entry {}

        /** A space of which nobody knows yet what comes next. */
        record Rest(Branch branch, List<Frame> next) implements Entry {}
    }

    /** Empty when the page is full, or nothing is left. */
    List<Wish> wishes() {
        List<Wish> wishes = new ArrayList<>();
        int missing = limit + 1;
        for (Entry entry : entries()) {
            if (missing <= 0) {
                break;
            }
            switch (entry) {
                case Entry.Room _ -> missing--;
                case Entry.Rest rest -> wishes.add(wish(rest.branch(), missing, wishes.size()));
            }
        }
        return wishes;
    }

    /** The first has to be known to its end; where much is hidden it is looked at faster. */
    private static Wish wish(Branch branch, int missing, int before) {
        int children =
                before == 0
                        ? Math.min(missing << Math.min(branch.fruitlessLooks(), 8), MOST_CHILDREN)
                        : Math.max(missing >> Math.min(before, 31), FEWEST_CHILDREN);
        return new Wish(branch, children);
    }

    /**
     * Takes the children that a wish has brought.
     *
     * @param found in order
     * @param visible the rooms among them that the reader may see, by their IDs
     */
    void grow(Wish wish, List<ChildKey> found, Map<String, RoomOutline> visible) {
        Branch branch = wish.branch();
        if (!found.isEmpty()) {
            List<Node> nodes =
                    found.stream()
                            .flatMap(
                                    key ->
                                            Optional.ofNullable(visible.get(key.childId()))
                                                    .map(room -> node(branch, key, room))
                                                    .stream())
                            .toList();
            branch.add(nodes, found.getLast());
        }
        if (found.size() < wish.children()) {
            branch.complete();
        }
    }

    /** The page, or its beginning when the walk was ended early. */
    HierarchyPage page() {
        return HierarchyPage.of(entries(), limit);
    }

    private Node node(Branch parent, ChildKey key, RoomOutline room) {
        Optional<Branch> below =
                Optional.of(parent.depth() + 1)
                        .filter(depth -> room.isSpace() && depth <= maxDepth)
                        .map(depth -> Branch.of(room, depth));
        return new Node(room, key, below);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Set<RoomNid> given = new HashSet<>(givenBefore);
        root.ifPresent(
                room -> {
                    given.add(room.room().nid());
                    entries.add(new Entry.Room(room, begins(branches)));
                });
        for (int i = 0; i < branches.size(); i++) {
            List<Frame> outer = begins(branches.subList(i + 1, branches.size()));
            append(branches.get(i), outer, given, entries);
        }
        return entries;
    }

    private static List<Frame> begins(List<Branch> branches) {
        return branches.stream().map(Branch::begin).toList();
    }

    /** A room that was given before is passed over with all that is below it: loops end there. */
    private static void append(
            Branch branch, List<Frame> outer, Set<RoomNid> given, List<Entry> entries) {
        for (Node node : branch.nodes()) {
            if (given.add(node.room().room().nid())) {
                List<Frame> behind = with(branch.frameAfter(node.key()), outer);
                Optional<Branch> below = node.branch();
                List<Frame> next = below.map(inner -> with(inner.begin(), behind)).orElse(behind);
                entries.add(new Entry.Room(node.room(), next));
                below.ifPresent(inner -> append(inner, behind, given, entries));
            }
        }
        if (!branch.isComplete()) {
            entries.add(new Entry.Rest(branch, with(branch.rest(), outer)));
        }
    }

    private static List<Frame> with(Frame inner, List<Frame> outer) {
        List<Frame> frames = new ArrayList<>(outer.size() + 1);
        frames.add(inner);
        frames.addAll(outer);
        return frames;
    }
}
