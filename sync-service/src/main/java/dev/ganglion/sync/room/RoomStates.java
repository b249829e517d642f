package dev.ganglion.sync.room;

import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.EventReader.MemberAt;
import dev.ganglion.sync.event.EventReader.StateSpan;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.EventFilter;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gets the state that goes with the timelines: all of it for rooms that are new to the client, what
 * changed in a gap, and with lazy loading the memberships that the timeline needs. Rooms without a
 * gap need no query.
 */
@Service
class RoomStates {
    private final EventReader reader;
    private final LazyMembers lazyMembers;

    RoomStates(EventReader reader, LazyMembers lazyMembers) {
        this.reader = reader;
        this.lazyMembers = lazyMembers;
    }

    /** By the number of the room, in the order of the stream, filtered. */
    Mono<Map<Long, List<TimelineEvent>>> load(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> timelines,
            Map<Long, Summary> summaries) {
        List<StateSpan> spans = new ArrayList<>();
        List<MemberAt> members = new ArrayList<>();
        for (RoomPlan room : plan.rooms()) {
            Timeline timeline = Objects.requireNonNull(timelines.get(room.nid()));
            addSpan(context, room, timeline, spans);
            if (context.filter().isLazyLoading() && room.state() != RoomPlan.StateMode.NONE) {
                long at = at(context, room, timeline);
                wantedMembers(context, room, timeline, summaries)
                        .forEach(user -> members.add(new MemberAt(room.nid(), user, at)));
            }
        }
        return reader.state(spans)
                .flatMap(
                        state ->
                                reader.members(members)
                                        .map(
                                                found ->
                                                        assemble(
                                                                context,
                                                                plan,
                                                                timelines,
                                                                Stream.concat(
                                                                                state.stream(),
                                                                                found.stream())
                                                                        .toList())));
    }

    private static void addSpan(
            SyncContext context, RoomPlan room, Timeline timeline, List<StateSpan> spans) {
        long at = at(context, room, timeline);
        boolean isLazy = context.filter().isLazyLoading();
        if (room.isFull()) {
            spans.add(new StateSpan(room.nid(), 0, at, !isLazy));
        } else if (room.state() == RoomPlan.StateMode.CHANGES && timeline.isLimited()) {
            // Memberships that changed within a gap are sent even if members are loaded lazily.
            spans.add(new StateSpan(room.nid(), room.after(), at, true));
        }
    }

    /** State is told as of before this position. */
    private static long at(SyncContext context, RoomPlan room, Timeline timeline) {
        long wanted = context.options().usesStateAfter() ? room.upTo() + 1 : timeline.start();
        return Math.min(wanted, room.stateUpTo() + 1);
    }

    /**
     * The senders of the timeline, and in a room new to the client the user and those who stand for
     * its name.
     */
    private Set<String> wantedMembers(
            SyncContext context, RoomPlan room, Timeline timeline, Map<Long, Summary> summaries) {
        Set<String> wanted = new HashSet<>();
        timeline.events().forEach(event -> wanted.add(event.sender().value()));
        Summary summary = summaries.get(room.nid());
        if (summary != null) {
            wanted.addAll(summary.heroesFor(context.user()));
        }
        if (!context.filter().state().includesRedundantMembers()
                && !context.options().isFullState()) {
            wanted.removeIf(user -> lazyMembers.isKnown(context, room.nid(), user));
        }
        if (room.isFull()) {
            wanted.add(context.user().value());
        }
        return wanted;
    }

    private Map<Long, List<TimelineEvent>> assemble(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> timelines,
            List<TimelineEvent> read) {
        Map<Long, Map<StateKeyTuple, TimelineEvent>> byRoom = new HashMap<>();
        read.forEach(event -> put(byRoom, event));
        for (RoomPlan room : plan.rooms()) {
            Timeline timeline = Objects.requireNonNull(timelines.get(room.nid()));
            if (room.state() != RoomPlan.StateMode.NONE) {
                timeline.skippedState().forEach(event -> put(byRoom, event));
                if (context.options().usesStateAfter()) {
                    timeline.events().stream()
                            .filter(TimelineEvent::isState)
                            .forEach(event -> put(byRoom, event));
                }
            }
        }
        Map<Long, List<TimelineEvent>> states = new HashMap<>();
        byRoom.forEach(
                (room, state) ->
                        states.put(room, filtered(context.filter().state(), state.values())));
        rememberMembers(context, plan, timelines, states);
        return states;
    }

    /** The later event of a key stays, whatever the order they come in. */
    private static void put(
            Map<Long, Map<StateKeyTuple, TimelineEvent>> byRoom, TimelineEvent event) {
        byRoom.computeIfAbsent(event.room().nid(), room -> new LinkedHashMap<>())
                .merge(
                        event.stateKeyTuple(),
                        event,
                        (first, second) -> second.position() > first.position() ? second : first);
    }

    private static List<TimelineEvent> filtered(
            EventFilter filter, Collection<TimelineEvent> events) {
        return events.stream()
                .filter(event -> filter.isEverything() || filter.allows(event))
                .sorted(Comparator.comparingLong(TimelineEvent::position))
                .toList();
    }

    private void rememberMembers(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> timelines,
            Map<Long, List<TimelineEvent>> states) {
        if (!context.filter().isLazyLoading()) {
            return;
        }
        for (RoomPlan room : plan.rooms()) {
            List<TimelineEvent> events = Objects.requireNonNull(timelines.get(room.nid())).events();
            List<String> sent =
                    Stream.concat(
                                    events.stream(),
                                    states.getOrDefault(room.nid(), List.of()).stream())
                            .filter(TimelineEvent::isMember)
                            .map(event -> event.header().stateKey().orElseThrow())
                            .toList();
            if (!sent.isEmpty()) {
                lazyMembers.remember(context, room.nid(), sent);
            }
        }
    }
}
