package dev.ganglion.sync.room;

import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.room.RoomDescriptions.Described;
import dev.ganglion.sync.room.RoomErasures.Said;
import dev.ganglion.sync.room.RoomPlan.StateMode;
import dev.ganglion.sync.room.RoomSection.Extras;
import dev.ganglion.sync.room.RoomSection.Sight;
import dev.ganglion.sync.visibility.Histories;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Events without what describes their rooms: the timelines of a sync, in one list. A fixed number
 * of statements.
 */
@Service
public class EventChunks {
    private final RoomPlanner planner;
    private final Timelines timelines;
    private final RoomBundles bundles;
    private final RoomErasures erasures;
    private final Histories histories;
    private final EventStream events;

    EventChunks(
            RoomPlanner planner,
            Timelines timelines,
            RoomBundles bundles,
            RoomErasures erasures,
            Histories histories,
            EventStream events) {
        this.planner = planner;
        this.timelines = timelines;
        this.bundles = bundles;
        this.erasures = erasures;
        this.histories = histories;
        this.events = events;
    }

    /** What is new since the token, in the user's rooms. */
    public Mono<EventChunk> news(SyncContext context) {
        return planner.plan(context)
                .map(plan -> withoutState(context, plan))
                .flatMap(plan -> load(context, plan));
    }

    /** What is new since the token in a room that the user is not in, of what the user may see. */
    public Mono<EventChunk> peeked(SyncContext context, RoomRef room) {
        return planOf(context, room, context.sinceEvents())
                .flatMap(plan -> load(context, withMemory(context, plan, room)));
    }

    /** One event; empty unless the user may see it. */
    public Mono<EventChunk> single(SyncContext context, TimelineEvent event) {
        long before = event.position() - 1;
        return planOf(context, event.room(), before)
                .filter(plan -> history(plan, event.room()).shows(event))
                .flatMap(plan -> complete(context, plan, Map.of(event.room().nid(), only(event))))
                .map(sections -> new EventChunk(sections, before));
    }

    private static Timeline only(TimelineEvent event) {
        List<Long> parents = event.isState() ? List.of() : List.of(event.position());
        return new Timeline(List.of(event), List.of(), false, event.position(), parents);
    }

    private Mono<Plan> planOf(SyncContext context, RoomRef room, long after) {
        RoomPlan only = RoomPlan.joined(room, after, context.now().events(), StateMode.CHANGES);
        return histories
                .of(context.user(), List.of(room.nid()))
                .map(known -> new Plan(List.of(only), Map.of(), new HashMap<>(known)));
    }

    /** The database need not be asked for what the ring holds. */
    private Plan withMemory(SyncContext context, Plan plan, RoomRef room) {
        return events.between(context.sinceEvents(), context.now().events())
                .map(news -> news.stream().filter(event -> event.room().equals(room)).toList())
                .map(news -> new Plan(planned(plan, news), recent(room, news), plan.histories()))
                .orElse(plan);
    }

    private static List<RoomPlan> planned(Plan plan, List<TimelineEvent> news) {
        return news.isEmpty() ? List.of() : plan.rooms();
    }

    private static Map<Long, List<TimelineEvent>> recent(RoomRef room, List<TimelineEvent> news) {
        return news.isEmpty() ? Map.of() : Map.of(room.nid(), news);
    }

    /** Nobody is told of what came before the token, however new the room is. */
    private static Plan withoutState(SyncContext context, Plan plan) {
        List<RoomPlan> rooms =
                plan.rooms().stream().map(room -> withoutState(context, room)).toList();
        return new Plan(rooms, plan.recent(), plan.histories());
    }

    private static RoomPlan withoutState(SyncContext context, RoomPlan room) {
        return new RoomPlan(
                room.room(),
                room.isLeft(),
                Math.max(room.after(), context.sinceEvents()),
                room.upTo(),
                StateMode.NONE,
                room.stateUpTo());
    }

    private Mono<EventChunk> load(SyncContext context, Plan plan) {
        return timelines
                .load(context, plan)
                .flatMap(chosen -> complete(context, plan, chosen))
                .map(sections -> new EventChunk(sections, context.sinceEvents()));
    }

    private Mono<List<RoomSection>> complete(
            SyncContext context, Plan plan, Map<Long, Timeline> chosen) {
        Described nothing = new Described(Map.of(), Map.of());
        return bundles.load(context, plan, chosen)
                .flatMap(
                        bundled ->
                                erasures.of(context, new Said(chosen, bundled, nothing))
                                        .map(
                                                erased ->
                                                        plan.rooms().stream()
                                                                .map(
                                                                        room ->
                                                                                new RoomSection(
                                                                                        context,
                                                                                        room,
                                                                                        timeline(
                                                                                                chosen,
                                                                                                room),
                                                                                        bundled,
                                                                                        List.of(),
                                                                                        Extras.NONE,
                                                                                        sight(
                                                                                                plan,
                                                                                                room,
                                                                                                erased)))
                                                                .toList()));
    }

    private static Timeline timeline(Map<Long, Timeline> chosen, RoomPlan room) {
        return chosen.getOrDefault(room.nid(), Timeline.empty(room));
    }

    private static Sight sight(Plan plan, RoomPlan room, Map<Long, ErasedEvents> erased) {
        return new Sight(
                Optional.ofNullable(plan.histories().get(room.nid())),
                erased.getOrDefault(room.nid(), ErasedEvents.NONE),
                EventForm.USUAL);
    }

    private static RoomHistory history(Plan plan, RoomRef room) {
        return Objects.requireNonNull(plan.histories().get(room.nid()));
    }
}
