package dev.ganglion.sync.room;

import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.EventReader.Found;
import dev.ganglion.sync.event.EventReader.Stretch;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.visibility.Histories;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Gets the timelines of a response: from memory, or of all other rooms in one query. */
@Service
public class Timelines {
    /** A filter may let little through: so much is looked at for each event that is wanted. */
    private static final int SCANNED_PER_WANTED = 5;

    private static final int MAX_SCANNED = 500;
    private static final int MAX_OF_NEW_ROOM = 100;

    private final EventReader reader;
    private final Histories histories;
    private final SyncProperties properties;

    Timelines(EventReader reader, Histories histories, SyncProperties properties) {
        this.reader = reader;
        this.histories = histories;
        this.properties = properties;
    }

    /**
     * Adds to the plan's histories those of rooms that are shown from before the user's joining.
     */
    Mono<Map<Long, Timeline>> load(SyncContext context, Plan plan) {
        return load(context, plan, room -> limit(context, room));
    }

    /**
     * The same, of so many events of each room.
     *
     * @param limit at least 0
     */
    public Mono<Map<Long, Timeline>> load(
            SyncContext context, Plan plan, ToIntFunction<RoomPlan> limit) {
        return scan(context, plan, limit)
                .flatMap(
                        scanned ->
                                histories
                                        .of(context.user(), unsettled(context, plan, scanned))
                                        .doOnNext(plan.histories()::putAll)
                                        .map(added -> choose(context, plan, scanned, limit)));
    }

    private Mono<Map<Long, Scanned>> scan(
            SyncContext context, Plan plan, ToIntFunction<RoomPlan> limit) {
        Map<Long, Scanned> scanned = new HashMap<>();
        Map<Long, Integer> wanted = new HashMap<>();
        List<Stretch> stretches = new ArrayList<>();
        for (RoomPlan room : plan.rooms()) {
            List<TimelineEvent> recent = plan.recent().get(room.nid());
            if (recent != null && room.after() >= context.sinceEvents()) {
                scanned.put(room.nid(), Scanned.ofMemory(upTo(recent, room.upTo())));
            } else {
                int count = toScan(context, limit.applyAsInt(room));
                wanted.put(room.nid(), count);
                stretches.add(new Stretch(room.nid(), room.after(), room.upTo(), count + 1));
            }
        }
        return reader.latest(stretches)
                .map(
                        events -> {
                            Map<Long, List<Found>> byRoom =
                                    events.stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            found -> found.event().room().nid()));
                            wanted.forEach(
                                    (room, count) ->
                                            scanned.put(
                                                    room,
                                                    Scanned.of(
                                                            byRoom.getOrDefault(room, List.of()),
                                                            count)));
                            return scanned;
                        });
    }

    private static List<TimelineEvent> upTo(List<TimelineEvent> events, long position) {
        return events.getLast().position() <= position
                ? events
                : events.stream().filter(event -> event.position() <= position).toList();
    }

    /** Rooms of which more is shown than the user was certainly there for. */
    private static List<Long> unsettled(
            SyncContext context, Plan plan, Map<Long, Scanned> scanned) {
        return plan.rooms().stream()
                .filter(Timelines::reachesBack)
                .filter(room -> !plan.histories().containsKey(room.nid()))
                .filter(room -> beginsBeforeMembership(context, room, scanned))
                .map(RoomPlan::nid)
                .toList();
    }

    private static boolean reachesBack(RoomPlan room) {
        return room.isFull() || room.after() == 0;
    }

    private static boolean beginsBeforeMembership(
            SyncContext context, RoomPlan room, Map<Long, Scanned> scanned) {
        List<TimelineEvent> events = scanned.getOrDefault(room.nid(), Scanned.NOTHING).events();
        long memberSince =
                context.rooms().find(room.nid()).map(Member::position).orElse(Long.MAX_VALUE);
        return !events.isEmpty() && events.getFirst().position() < memberSince;
    }

    private static Map<Long, Timeline> choose(
            SyncContext context,
            Plan plan,
            Map<Long, Scanned> scanned,
            ToIntFunction<RoomPlan> limit) {
        Map<Long, Timeline> timelines = new HashMap<>();
        for (RoomPlan room : plan.rooms()) {
            RoomHistory history = plan.histories().get(room.nid());
            Scanned events =
                    scanned.getOrDefault(room.nid(), Scanned.NOTHING).without(context.ignored());
            EventFilter filter = context.filter().timeline();
            timelines.put(
                    room.nid(),
                    Timeline.of(
                            room,
                            events,
                            Optional.ofNullable(history),
                            filter,
                            limit.applyAsInt(room)));
        }
        return timelines;
    }

    private int limit(SyncContext context, RoomPlan room) {
        int wanted = context.filter().timeline().limit().orElse(properties.defaultTimelineLimit());
        return Math.min(wanted, room.isFull() ? MAX_OF_NEW_ROOM : properties.maxTimelineLimit());
    }

    private static int toScan(SyncContext context, int limit) {
        return context.filter().timeline().isEverything() && context.ignored().isEmpty()
                ? limit
                : Math.max(limit, Math.min(limit * SCANNED_PER_WANTED, MAX_SCANNED));
    }
}
