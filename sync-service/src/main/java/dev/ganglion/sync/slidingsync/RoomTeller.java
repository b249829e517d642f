package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.room.OutsideRooms;
import dev.ganglion.sync.room.RoomBundles;
import dev.ganglion.sync.room.RoomDescriptions.Described;
import dev.ganglion.sync.room.RoomErasures;
import dev.ganglion.sync.room.RoomErasures.Said;
import dev.ganglion.sync.room.Summaries;
import dev.ganglion.sync.room.Summary;
import dev.ganglion.sync.room.Timeline;
import dev.ganglion.sync.room.Timelines;
import dev.ganglion.sync.unread.Unread;
import dev.ganglion.sync.unread.UnreadCounts;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gets what an answer tells of rooms: one statement of each kind for all of them together. */
@Component
class RoomTeller {
    private final Timelines timelines;
    private final Summaries summaries;
    private final StateReader states;
    private final RoomBundles bundles;
    private final RoomErasures erasures;
    private final UnreadCounts unreadCounts;
    private final OutsideRooms outsideRooms;

    RoomTeller(
            Timelines timelines,
            Summaries summaries,
            StateReader states,
            RoomBundles bundles,
            RoomErasures erasures,
            UnreadCounts unreadCounts,
            OutsideRooms outsideRooms) {
        this.timelines = timelines;
        this.summaries = summaries;
        this.states = states;
        this.bundles = bundles;
        this.erasures = erasures;
        this.unreadCounts = unreadCounts;
        this.outsideRooms = outsideRooms;
    }

    Mono<Told> tell(Look look, Tasks tasks) {
        Map<Long, Integer> limits = limits(look, tasks);
        return timelines
                .load(look.context(), tasks.plan(), room -> limits.getOrDefault(room.nid(), 1))
                .flatMap(
                        chosen ->
                                summaries
                                        .load(tasks.plan(), chosen)
                                        .flatMap(known -> tell(look, tasks, chosen, known)));
    }

    /** Of a room that was left, as many as before: its last event is the leaving. */
    private static Map<Long, Integer> limits(Look look, Tasks tasks) {
        Map<Long, Integer> limits = new HashMap<>();
        tasks.leftRooms()
                .forEach(
                        room ->
                                look.sent(room)
                                        .ifPresent(
                                                sent ->
                                                        limits.put(
                                                                room,
                                                                Math.max(
                                                                        1, sent.timelineLimit()))));
        tasks.joined().forEach(task -> limits.put(task.nid(), task.timelineLimit()));
        return limits;
    }

    private Mono<Told> tell(
            Look look, Tasks tasks, Map<Long, Timeline> chosen, Map<Long, Summary> summary) {
        return Mono.zip(
                        states.read(look, tasks, chosen, summary),
                        bundles.load(look.context(), tasks.plan(), chosen),
                        count(look, tasks),
                        outsideRooms.shown(look.context(), tasks.outside()))
                .flatMap(
                        parts ->
                                erased(
                                                look,
                                                chosen,
                                                described(summary, parts.getT1()),
                                                parts.getT2())
                                        .map(
                                                erased ->
                                                        new Assembly(
                                                                        look,
                                                                        tasks,
                                                                        new Found(
                                                                                chosen,
                                                                                summary,
                                                                                parts.getT1(),
                                                                                parts.getT2(),
                                                                                parts.getT3(),
                                                                                erased))
                                                                .told(parts.getT4())));
    }

    /** Everything that was found, by the numbers of rooms and the positions of events. */
    record Found(
            Map<Long, Timeline> timelines,
            Map<Long, Summary> summaries,
            Map<Long, RoomState> states,
            Map<Long, Bundled> bundled,
            Map<Long, Unread> unread,
            Map<Long, ErasedEvents> erased) {}

    private Mono<Map<Long, Unread>> count(Look look, Tasks tasks) {
        Map<Long, List<TimelineEvent>> rooms = new HashMap<>();
        tasks.joined()
                .forEach(
                        task ->
                                rooms.put(
                                        task.nid(),
                                        tasks.plan().recent().getOrDefault(task.nid(), List.of())));
        return rooms.isEmpty()
                ? Mono.just(Map.of())
                : unreadCounts.of(look.context().user(), rooms, look.context().now().events());
    }

    private static Described described(Map<Long, Summary> summaries, Map<Long, RoomState> states) {
        Map<Long, List<TimelineEvent>> said = new HashMap<>();
        states.forEach((room, state) -> said.put(room, state.matching(_ -> true)));
        return new Described(summaries, said);
    }

    private Mono<Map<Long, ErasedEvents>> erased(
            Look look,
            Map<Long, Timeline> chosen,
            Described described,
            Map<Long, Bundled> bundled) {
        return erasures.of(look.context(), new Said(chosen, bundled, described));
    }
}
