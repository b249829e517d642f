package dev.ganglion.sync.room;

import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.relation.Bundles;
import dev.ganglion.sync.relation.Parents;
import dev.ganglion.sync.visibility.RoomHistory;
import dev.ganglion.sync.visibility.Span;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gets what is bundled with the events of timelines that are limited: with all others the client
 * has got everything that there is. Client-server API, "Aggregations of child events".
 */
@Service
public class RoomBundles {
    private final Bundles bundles;

    RoomBundles(Bundles bundles) {
        this.bundles = bundles;
    }

    /** By the position of the event. One query at most, none without events that have children. */
    public Mono<Map<Long, Bundled>> load(
            SyncContext context, Plan plan, Map<Long, Timeline> timelines) {
        List<Parents> wanted = new ArrayList<>();
        for (RoomPlan room : plan.rooms()) {
            List<Long> parents = Objects.requireNonNull(timelines.get(room.nid())).parents();
            if (!parents.isEmpty()) {
                wanted.add(new Parents(parents, shown(plan, room, parents.getFirst())));
            }
        }
        return bundles.of(context.user(), wanted);
    }

    /**
     * Children come after their parents. Those that the client will be told of by the next response
     * are left out: it would count them twice.
     */
    private static List<Span> shown(Plan plan, RoomPlan room, long firstParent) {
        Span stretch = new Span(firstParent, room.upTo());
        RoomHistory history = plan.histories().get(room.nid());
        // Where the history was not needed, the reader was a member all along.
        return history == null ? List.of(stretch) : history.shownWithin(stretch);
    }
}
