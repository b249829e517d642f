package dev.ganglion.room.space;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.space.HierarchyWalk.Wish;
import dev.ganglion.room.summary.RoomOutline;
import dev.ganglion.room.summary.RoomOutlines;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;

/**
 * Fetches what a walk wishes for until it has a page. Each step takes three round trips at most,
 * and there are about as many steps as the page's rooms lie deep; a page ends early when most of
 * what it finds is hidden from its reader.
 */
@Component
class HierarchyExplorer {
    private static final int MOST_STEPS = 40;
    private static final int MOST_CHILDREN = 2_000;

    private final SpaceChildRepository children;
    private final RoomOutlines outlines;

    HierarchyExplorer(SpaceChildRepository children, RoomOutlines outlines) {
        this.children = children;
        this.outlines = outlines;
    }

    Mono<HierarchyPage> explore(HierarchyWalk walk, UserId reader, boolean isSuggestedOnly) {
        return new Exploration(walk, reader, isSuggestedOnly).from(0, 0).map(HierarchyWalk::page);
    }

    private final class Exploration {
        private final HierarchyWalk walk;
        private final UserId reader;
        private final boolean isSuggestedOnly;

        Exploration(HierarchyWalk walk, UserId reader, boolean isSuggestedOnly) {
            this.walk = walk;
            this.reader = reader;
            this.isSuggestedOnly = isSuggestedOnly;
        }

        Mono<HierarchyWalk> from(int step, int lookedAt) {
            List<Wish> wishes = walk.wishes();
            if (wishes.isEmpty() || step == MOST_STEPS || lookedAt >= MOST_CHILDREN) {
                return Mono.just(walk);
            }
            return children.list(wishes, isSuggestedOnly)
                    .flatMap(found -> grow(wishes, found))
                    .flatMap(more -> from(step + 1, lookedAt + more));
        }

        /** The number of children that were looked at. */
        private Mono<Integer> grow(List<Wish> wishes, List<List<ChildKey>> found) {
            List<String> rooms =
                    found.stream().flatMap(List::stream).map(ChildKey::childId).toList();
            return visible(rooms)
                    .map(
                            visible -> {
                                for (int i = 0; i < wishes.size(); i++) {
                                    walk.grow(wishes.get(i), found.get(i), visible);
                                }
                                return rooms.size();
                            });
        }

        private Mono<Map<String, RoomOutline>> visible(List<String> rooms) {
            return rooms.isEmpty()
                    ? Mono.just(Map.of())
                    : outlines.listVisible(rooms, reader)
                            .collectMap(outline -> outline.room().roomId().value());
        }
    }
}
