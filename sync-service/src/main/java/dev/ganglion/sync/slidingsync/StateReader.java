package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.EventReader.ChosenState;
import dev.ganglion.sync.event.EventReader.StateSpan;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.requiredstate.RequiredState;
import dev.ganglion.sync.room.Summary;
import dev.ganglion.sync.room.Timeline;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the state that goes with rooms: two statements at most, none where nothing is missing. */
@Component
class StateReader {
    /** What a room is called by, and shown with. */
    static final Set<String> DESCRIBING =
            Set.of(EventTypes.NAME, EventTypes.CANONICAL_ALIAS, EventTypes.AVATAR);

    private final EventReader events;

    StateReader(EventReader events) {
        this.events = events;
    }

    /** By the number of the room, as it is at the end of the answer. */
    Mono<Map<Long, RoomState>> read(
            Look look, Tasks tasks, Map<Long, Timeline> timelines, Map<Long, Summary> summaries) {
        long at = look.context().now().events() + 1;
        List<ChosenState> chosen = new ArrayList<>();
        List<StateSpan> gaps = new ArrayList<>();
        Map<Long, RoomState> states = new HashMap<>();
        for (RoomTask task : tasks.joined()) {
            Optional<Timeline> timeline = Optional.ofNullable(timelines.get(task.nid()));
            RoomState state = states.computeIfAbsent(task.nid(), _ -> new RoomState());
            timeline.ifPresent(told -> put(state, told));
            choose(task, timeline, at, chosen);
            heroes(look, summaries.get(task.nid()))
                    .forEach(user -> chosen.add(member(task.nid(), user, at)));
            if (!task.isNew() && timeline.filter(Timeline::isLimited).isPresent()) {
                gaps.add(new StateSpan(task.nid(), task.sent().upTo(), at, true));
            }
        }
        return events.chosen(Set.copyOf(chosen))
                .flatMap(
                        read ->
                                events.state(gaps)
                                        .doOnNext(changed -> put(states, changed))
                                        .doOnNext(_ -> put(states, read)))
                .thenReturn(states);
    }

    private static void put(Map<Long, RoomState> states, List<TimelineEvent> read) {
        read.forEach(event -> Objects.requireNonNull(states.get(event.room().nid())).put(event));
    }

    private static void put(RoomState state, Timeline timeline) {
        timeline.skippedState().forEach(state::put);
        timeline.events().stream().filter(TimelineEvent::isState).forEach(state::put);
    }

    private static void choose(
            RoomTask task, Optional<Timeline> timeline, long at, List<ChosenState> chosen) {
        RequiredState wanted = task.isNew() ? task.room().config().required() : task.added();
        wanted.selections()
                .forEach(
                        selection ->
                                chosen.add(
                                        new ChosenState(
                                                task.nid(),
                                                selection.chosen().type(),
                                                selection.chosen().stateKey(),
                                                !wanted.isLazy(),
                                                at)));
        if (isDescribed(task, timeline)) {
            DESCRIBING.forEach(
                    type -> chosen.add(new ChosenState(task.nid(), type, "", false, at)));
        }
        lazyMembers(task, timeline).forEach(user -> chosen.add(member(task.nid(), user, at)));
    }

    /** Whether name and avatar are told: of a room that is new, and where they may have changed. */
    static boolean isDescribed(RoomTask task, Optional<Timeline> timeline) {
        return task.isNew()
                || timeline.filter(
                                told ->
                                        told.isLimited()
                                                || told.events().stream()
                                                        .anyMatch(StateReader::isDescribing))
                        .isPresent();
    }

    private static boolean isDescribing(TimelineEvent event) {
        return event.isState() && DESCRIBING.contains(event.header().type());
    }

    /**
     * Who speaks in the timeline or comes or goes in it, and has not been sent; empty where members
     * come all at once. Clients take members from the state alone: one who is gone must not be sent
     * keys any more.
     */
    static Set<String> lazyMembers(RoomTask task, Optional<Timeline> timeline) {
        Set<String> members = new HashSet<>();
        if (task.kept().isLazy()) {
            timeline.map(Timeline::events)
                    .orElse(List.of())
                    .forEach(
                            event -> {
                                members.add(event.sender().value());
                                event.header()
                                        .stateKey()
                                        .filter(_ -> event.isMember())
                                        .ifPresent(members::add);
                            });
            members.removeIf(task.sent()::knows);
        }
        return members;
    }

    private static List<String> heroes(Look look, @Nullable Summary summary) {
        return summary == null ? List.of() : summary.heroesFor(look.context().user());
    }

    private static ChosenState member(long roomNid, String user, long at) {
        return new ChosenState(roomNid, EventTypes.MEMBER, user, false, at);
    }
}
