package dev.ganglion.room.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.space.HierarchyWalk.Wish;
import dev.ganglion.room.summary.RoomOutline;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks random graphs of spaces, with loops and hidden rooms, and compares with plain recursion.
 */
class HierarchyWalkTest {
    private static final int ROOMS = 30;
    private static final int STEPS_WITHOUT_END = 10_000;

    /** Which rooms are below which; a room of which nobody knows the outline is hidden. */
    private record Graph(Map<String, RoomOutline> visible, Map<RoomNid, List<ChildKey>> children) {
        RoomOutline root() {
            return Objects.requireNonNull(visible.get(id(0)));
        }

        List<ChildKey> childrenOf(RoomOutline space) {
            return children.getOrDefault(space.room().nid(), List.of());
        }
    }

    @Property(tries = 300)
    void thePagesTogetherAreTheTreeDepthFirstAndEveryRoomOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int limit,
            @ForAll @IntRange(min = 0, max = 6) int maxDepth) {
        Graph graph = graph(new Random(seed));

        List<List<RoomNid>> pages = pages(graph, query(limit, maxDepth), STEPS_WITHOUT_END);

        assertThat(pages.stream().flatMap(List::stream).toList())
                .isEqualTo(depthFirst(graph, maxDepth));
        assertThat(pages).allSatisfy(page -> assertThat(page).hasSizeBetween(1, limit));
        assertThat(pages.subList(0, pages.size() - 1))
                .allSatisfy(page -> assertThat(page).hasSize(limit));
    }

    @Property(tries = 300)
    void pagesThatEndEarlyLoseNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int limit,
            @ForAll @IntRange(min = 1, max = 2) int steps) {
        Graph graph = graph(new Random(seed));

        List<List<RoomNid>> pages = pages(graph, query(limit, ROOMS), steps);

        assertThat(pages.stream().flatMap(List::stream).toList())
                .isEqualTo(depthFirst(graph, ROOMS));
    }

    @Property(tries = 100)
    void aStepAsksForFewTimesWhatAPageHolds(@ForAll long seed) {
        Graph graph = graph(new Random(seed));
        HierarchyWalk walk = HierarchyWalk.from(graph.root(), query(10, ROOMS));

        for (List<Wish> wishes = walk.wishes(); !wishes.isEmpty(); wishes = walk.wishes()) {
            assertThat(wishes.stream().mapToInt(Wish::children).sum()).isLessThanOrEqualTo(100);
            grow(walk, wishes, graph);
        }
    }

    private static List<List<RoomNid>> pages(Graph graph, HierarchyQuery query, int steps) {
        List<List<RoomNid>> pages = new ArrayList<>();
        Set<RoomNid> given = new HashSet<>();
        Optional<HierarchyWalk> walk = Optional.of(HierarchyWalk.from(graph.root(), query));
        while (walk.isPresent()) {
            HierarchyPage page = walked(walk.get(), graph, steps);
            List<RoomNid> rooms = page.rooms().stream().map(room -> room.room().nid()).toList();
            pages.add(rooms);
            given.addAll(rooms);
            walk =
                    page.next()
                            .map(HierarchyWalkTest::stored)
                            .map(
                                    frames ->
                                            HierarchyWalk.after(
                                                    branches(frames, graph),
                                                    Set.copyOf(given),
                                                    query));
        }
        return pages;
    }

    private static HierarchyPage walked(HierarchyWalk walk, Graph graph, int steps) {
        for (int step = 0; step < steps; step++) {
            List<Wish> wishes = walk.wishes();
            if (wishes.isEmpty()) {
                break;
            }
            grow(walk, wishes, graph);
        }
        return walk.page();
    }

    private static void grow(HierarchyWalk walk, List<Wish> wishes, Graph graph) {
        List<List<ChildKey>> found = wishes.stream().map(wish -> next(wish, graph)).toList();
        for (int i = 0; i < wishes.size(); i++) {
            walk.grow(wishes.get(i), found.get(i), graph.visible());
        }
    }

    private static List<ChildKey> next(Wish wish, Graph graph) {
        ChildKey after = wish.branch().rest().after();
        return graph.childrenOf(wish.branch().space()).stream()
                .filter(key -> ORDER.compare(key, after) > 0)
                .limit(wish.children())
                .toList();
    }

    private static List<Frame> stored(List<Frame> frames) {
        return Frame.decode(Frame.encode(frames));
    }

    private static List<Branch> branches(List<Frame> frames, Graph graph) {
        return frames.stream()
                .map(
                        frame ->
                                Branch.after(
                                        frame,
                                        Objects.requireNonNull(
                                                graph.visible().get(frame.space().value()))))
                .toList();
    }

    private static List<RoomNid> depthFirst(Graph graph, int maxDepth) {
        List<RoomNid> order = new ArrayList<>();
        visit(graph.root(), graph, maxDepth, order);
        return order;
    }

    private static void visit(RoomOutline room, Graph graph, int depth, List<RoomNid> order) {
        if (order.contains(room.room().nid())) {
            return;
        }
        order.add(room.room().nid());
        if (room.isSpace() && depth > 0) {
            graph.childrenOf(room).stream()
                    .flatMap(
                            key -> Optional.ofNullable(graph.visible().get(key.childId())).stream())
                    .forEach(child -> visit(child, graph, depth - 1, order));
        }
    }

    private static final Comparator<ChildKey> ORDER =
            Comparator.comparing(ChildKey::order)
                    .thenComparingLong(ChildKey::originServerTs)
                    .thenComparing(ChildKey::childId);

    private static Graph graph(Random random) {
        Map<String, RoomOutline> visible = new HashMap<>();
        Map<RoomNid, List<ChildKey>> children = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            RoomOutline room = outline(i, i == 0 || random.nextInt(3) == 0);
            if (i == 0 || random.nextInt(4) > 0) {
                visible.put(id(i), room);
            }
            children.put(room.room().nid(), children(random));
        }
        return new Graph(visible, children);
    }

    private static List<ChildKey> children(Random random) {
        return random.ints(random.nextInt(20), 0, ROOMS)
                .distinct()
                .mapToObj(
                        child ->
                                new ChildKey(
                                        random.nextBoolean() ? "\u007f" : "order",
                                        random.nextInt(3),
                                        id(child)))
                .sorted(ORDER)
                .collect(Collectors.toList());
    }

    private static RoomOutline outline(int number, boolean isSpace) {
        return new RoomOutline(
                new RoomIdentity(
                        new RoomNid(number), RoomId.parse(id(number)), RoomVersion.DEFAULT),
                isSpace,
                Optional.empty(),
                true,
                false,
                Set.of());
    }

    private static String id(int number) {
        return "!room" + number + ":test.local";
    }

    private static HierarchyQuery query(int limit, int maxDepth) {
        return new HierarchyQuery(false, limit, maxDepth, Optional.empty());
    }
}
