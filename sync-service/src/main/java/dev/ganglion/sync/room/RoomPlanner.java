package dev.ganglion.sync.room;

import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.room.Departures.Departure;
import dev.ganglion.sync.room.RoomPlan.StateMode;
import dev.ganglion.sync.visibility.Histories;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Decides which rooms a response tells of, from where to where, and with which state. */
@Service
public class RoomPlanner {
    private final EventStream events;
    private final Departures departures;
    private final Histories histories;

    RoomPlanner(EventStream events, Departures departures, Histories histories) {
        this.events = events;
        this.departures = departures;
        this.histories = histories;
    }

    /**
     * What happened to the user's rooms since the token.
     *
     * @param moved rooms that the user is in and that have new events
     * @param entered those of them where the user's own membership event is among the new ones
     * @param left rooms that the user is no longer in
     */
    private record News(
            List<Member> moved,
            List<Member> entered,
            List<Departure> left,
            Map<Long, List<TimelineEvent>> recent) {}

    Mono<Plan> plan(SyncContext context) {
        if (context.isInitial()) {
            return initial(context);
        }
        return events.between(context.sinceEvents(), context.now().events())
                .map(recent -> Mono.just(fromMemory(context, recent)))
                .orElseGet(() -> fromDatabase(context))
                .flatMap(news -> decide(context, news));
    }

    /**
     * Of rooms that a client was told of and that the user is in no more; those that are not there
     * any more are left out.
     *
     * @param afters up to where each of them was told, by its number
     */
    public Mono<Plan> left(SyncContext context, Map<Long, Long> afters) {
        return departures
                .of(context.user(), afters.keySet(), context.now().events())
                .flatMap(
                        left ->
                                histories
                                        .of(
                                                context.user(),
                                                left.stream()
                                                        .map(gone -> gone.room().nid())
                                                        .toList())
                                        .map(known -> left(left, afters, known)));
    }

    private static Plan left(
            List<Departure> left, Map<Long, Long> afters, Map<Long, RoomHistory> histories) {
        List<RoomPlan> rooms =
                left.stream()
                        .map(
                                gone ->
                                        left(
                                                afters.getOrDefault(gone.room().nid(), 0L),
                                                gone,
                                                histories))
                        .toList();
        return new Plan(rooms, Map.of(), histories);
    }

    private Mono<Plan> initial(SyncContext context) {
        long now = context.now().events();
        List<RoomPlan> joined =
                wanted(context)
                        .map(member -> RoomPlan.joined(member.room(), 0, now, StateMode.FULL))
                        .toList();
        if (!context.filter().includesLeft()) {
            return Mono.just(new Plan(joined, Map.of(), new HashMap<>()));
        }
        return departures
                .notForgotten(context.user(), now)
                .flatMap(left -> decide(context, new News(List.of(), List.of(), left, Map.of())))
                .map(
                        left ->
                                new Plan(
                                        concat(joined, left.rooms()),
                                        left.recent(),
                                        left.histories()));
    }

    private News fromMemory(SyncContext context, List<TimelineEvent> news) {
        Map<Long, List<TimelineEvent>> recent = new LinkedHashMap<>();
        Map<Long, TimelineEvent> own = new LinkedHashMap<>();
        for (TimelineEvent event : news) {
            recent.computeIfAbsent(event.room().nid(), room -> new ArrayList<>()).add(event);
            if (event.isMembershipOf(context.user())) {
                own.put(event.room().nid(), event);
            }
        }
        recent.keySet().removeIf(room -> !context.isWanted(room) && !own.containsKey(room));
        List<Departure> left =
                own.values().stream()
                        .filter(event -> context.rooms().find(event.room().nid()).isEmpty())
                        .map(event -> new Departure(event.room(), event.position()))
                        .toList();
        List<Member> moved =
                recent.keySet().stream()
                        .filter(context::isWanted)
                        .flatMap(room -> context.rooms().find(room).stream())
                        .toList();
        return new News(moved, entered(moved, context), left, recent);
    }

    private Mono<News> fromDatabase(SyncContext context) {
        long since = context.sinceEvents();
        List<Member> joined = wanted(context).toList();
        List<Long> numbers = joined.stream().map(member -> member.room().nid()).toList();
        return departures
                .moved(numbers, since)
                .flatMap(
                        moved ->
                                departures
                                        .between(context.user(), since, context.now().events())
                                        .map(left -> news(context, joined, moved, left)));
    }

    private static News news(
            SyncContext context, List<Member> joined, Set<Long> moved, List<Departure> left) {
        List<Member> withEvents =
                joined.stream().filter(member -> moved.contains(member.room().nid())).toList();
        return new News(withEvents, entered(withEvents, context), left, Map.of());
    }

    private static List<Member> entered(List<Member> moved, SyncContext context) {
        return moved.stream().filter(member -> member.position() > context.sinceEvents()).toList();
    }

    private Mono<Plan> decide(SyncContext context, News news) {
        List<Departure> left =
                news.left().stream()
                        .filter(
                                gone ->
                                        context.filter()
                                                .rooms()
                                                .allowsRoom(gone.room().id().value()))
                        .toList();
        List<Long> questioned =
                Stream.concat(
                                news.entered().stream().map(member -> member.room().nid()),
                                left.stream().map(gone -> gone.room().nid()))
                        .toList();
        return histories
                .of(context.user(), questioned)
                .map(
                        known -> {
                            List<RoomPlan> rooms = new ArrayList<>();
                            news.moved()
                                    .forEach(
                                            member ->
                                                    rooms.add(
                                                            joined(context, member.room(), known)));
                            left.forEach(
                                    gone -> rooms.add(left(context.sinceEvents(), gone, known)));
                            return new Plan(
                                    withFullState(context, rooms),
                                    news.recent(),
                                    new HashMap<>(known));
                        });
    }

    /** Somebody who has come back is shown the room anew, but no event for the second time. */
    private static RoomPlan joined(
            SyncContext context, RoomRef room, Map<Long, RoomHistory> histories) {
        long since = context.sinceEvents();
        long now = context.now().events();
        RoomHistory history = histories.get(room.nid());
        return history == null || history.wasJoinedThroughout(since, now)
                ? RoomPlan.joined(room, since, now, StateMode.CHANGES)
                : RoomPlan.joined(room, history.lastShownAt(since), now, StateMode.FULL);
    }

    /**
     * Nothing after the leaving but the user's own membership, which may have changed since by a
     * ban or another invitation; state only for somebody who was inside since the token.
     */
    private static RoomPlan left(long since, Departure gone, Map<Long, RoomHistory> histories) {
        RoomHistory history = Objects.requireNonNull(histories.get(gone.room().nid()));
        long upTo = gone.position();
        long endOfStay = history.lastShownAt(upTo);
        if (endOfStay <= since) {
            return RoomPlan.left(gone.room(), since, upTo, StateMode.NONE, endOfStay);
        }
        return history.wasJoinedThroughout(since, endOfStay - 1)
                ? RoomPlan.left(gone.room(), since, upTo, StateMode.CHANGES, endOfStay)
                : RoomPlan.left(
                        gone.room(), history.lastShownAt(since), upTo, StateMode.FULL, endOfStay);
    }

    /** With {@code full_state} every room is told of, with all of its state. */
    private static List<RoomPlan> withFullState(SyncContext context, List<RoomPlan> rooms) {
        if (!context.options().isFullState() || context.isInitial()) {
            return rooms;
        }
        long since = context.sinceEvents();
        long now = context.now().events();
        Map<Long, RoomPlan> all = new LinkedHashMap<>();
        wanted(context)
                .map(Member::room)
                .forEach(
                        room ->
                                all.put(
                                        room.nid(),
                                        RoomPlan.joined(room, since, now, StateMode.FULL)));
        rooms.stream()
                .filter(plan -> plan.isLeft() || plan.isFull())
                .forEach(plan -> all.put(plan.nid(), plan));
        return List.copyOf(all.values());
    }

    private static Stream<Member> wanted(SyncContext context) {
        return context.rooms().joined().stream()
                .filter(member -> context.isWanted(member.room().nid()));
    }

    private static List<RoomPlan> concat(List<RoomPlan> first, List<RoomPlan> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
