package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.requiredstate.RequiredState;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.room.Plan;
import dev.ganglion.sync.room.RoomPlan;
import dev.ganglion.sync.room.RoomPlan.StateMode;
import dev.ganglion.sync.room.RoomPlanner;
import dev.ganglion.sync.roomlist.RoomFacts;
import dev.ganglion.sync.visibility.Histories;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what there is to tell of rooms, by comparing what there is with what was told. */
@Component
class TaskPlanner {
    /** What is beyond either comes with the next answer. */
    static final int MAX_ROOMS = 200;

    static final int MAX_EVENTS = 4_000;

    private final EventStream events;
    private final Histories histories;
    private final RoomPlanner planner;

    TaskPlanner(EventStream events, Histories histories, RoomPlanner planner) {
        this.events = events;
        this.histories = histories;
        this.planner = planner;
    }

    /**
     * The tasks of an answer.
     *
     * @param read rooms that the user has read further
     */
    Mono<Tasks> plan(Look look, Set<Long> read) {
        return histories
                .of(look.context().user(), entered(look))
                .map(known -> decide(look, read, new HashMap<>(known)))
                .flatMap(this::withLeft);
    }

    private record Planned(Look look, Tasks tasks) {}

    private Mono<Tasks> withLeft(Planned planned) {
        Tasks tasks = planned.tasks();
        return tasks.left().isEmpty()
                ? Mono.just(tasks)
                : planner.left(planned.look().context(), tasks.left()).map(tasks::with);
    }

    /** Rooms where the user may have been outside since they were told. */
    private static List<Long> entered(Look look) {
        return look.wanted().values().stream()
                .filter(room -> room.member().isJoined())
                .filter(
                        room ->
                                look.sent(room.nid())
                                        .filter(sent -> sent.membership() == Membership.JOIN)
                                        .filter(sent -> room.member().position() > sent.upTo())
                                        .isPresent())
                .map(WantedRoom::nid)
                .toList();
    }

    private Planned decide(Look look, Set<Long> read, Map<Long, RoomHistory> known) {
        List<RoomTask> joined = new ArrayList<>();
        List<Member> outside = new ArrayList<>();
        int rooms = 0;
        int count = 0;
        for (WantedRoom room : look.wanted().values()) {
            if (!room.member().isJoined()) {
                if (isNewOutside(look, room.member()) && rooms++ < MAX_ROOMS) {
                    outside.add(room.member());
                }
                continue;
            }
            Optional<RoomTask> task = task(look, room, Optional.ofNullable(known.get(room.nid())));
            if (task.filter(each -> isWorthTelling(each, look, read)).isEmpty()) {
                continue;
            }
            count += task.get().hasNews() ? task.get().timelineLimit() : 0;
            if (rooms++ < MAX_ROOMS && (count <= MAX_EVENTS || joined.isEmpty())) {
                joined.add(task.get());
            }
        }
        read.stream()
                .filter(room -> !look.wanted().containsKey(room))
                .flatMap(room -> unwanted(look, room).stream())
                .forEach(joined::add);
        List<RoomPlan> plans = joined.stream().flatMap(task -> task.plan().stream()).toList();
        Plan plan = new Plan(plans, recent(look, plans), known);
        return new Planned(look, new Tasks(joined, outside, left(look), plan));
    }

    private static boolean isNewOutside(Look look, Member member) {
        boolean isDirect = look.overview().kept().isDirect(member.room().id());
        return look.sent(member.room().nid())
                .filter(
                        sent ->
                                sent.membership() == member.membership()
                                        && sent.isDirect() == isDirect
                                        && sent.upTo() >= member.position())
                .isEmpty();
    }

    private static boolean isWorthTelling(RoomTask task, Look look, Set<Long> read) {
        boolean isDirect = look.overview().kept().isDirect(task.room().member().room().id());
        return task.hasNews()
                || !task.added().isEmpty()
                || isDirect != task.sent().isDirect()
                || read.contains(task.nid());
    }

    private static Optional<RoomTask> task(
            Look look, WantedRoom room, Optional<RoomHistory> history) {
        return Optional.of(
                look.sent(room.nid())
                        .filter(sent -> sent.membership() == Membership.JOIN)
                        .map(sent -> further(look, room, sent, history))
                        .orElseGet(() -> begun(look, room, look.sent(room.nid()))));
    }

    /** From the beginning; what extensions were told of the room they keep. */
    private static RoomTask begun(Look look, WantedRoom room, Optional<SentRoom> before) {
        long now = look.context().now().events();
        SentRoom nothing = SentRoom.nothing(Membership.JOIN);
        SentRoom sent =
                before.map(last -> nothing.extended(last.receiptsUpTo(), last.accountDataUpTo()))
                        .orElse(nothing);
        RoomPlan plan = RoomPlan.joined(room.member().room(), 0, now, StateMode.FULL);
        return new RoomTask(room, sent, true, false, RequiredState.NONE, Optional.of(plan));
    }

    private static RoomTask further(
            Look look, WantedRoom room, SentRoom sent, Optional<RoomHistory> history) {
        long now = look.context().now().events();
        if (history.filter(known -> !known.wasJoinedThroughout(sent.upTo(), now)).isPresent()) {
            return begun(look, room, Optional.of(sent));
        }
        boolean isExpanded = room.config().timelineLimit() > sent.timelineLimit();
        return new RoomTask(
                room,
                sent,
                false,
                isExpanded,
                room.config().required().minus(sent.required()),
                isExpanded
                        ? Optional.of(RoomPlan.joined(room.member().room(), 0, now, StateMode.NONE))
                        : news(look, room, sent));
    }

    private static Optional<RoomPlan> news(Look look, WantedRoom room, SentRoom sent) {
        long now = look.context().now().events();
        RoomFacts facts = look.overview().factsOf(room.nid());
        if (facts.latest() <= sent.upTo() || facts.wasQuiet(sent.upTo(), now)) {
            return Optional.empty();
        }
        long since = look.context().sinceEvents();
        long after =
                since > sent.upTo() && facts.wasQuiet(sent.upTo(), since) ? since : sent.upTo();
        return Optional.of(RoomPlan.joined(room.member().room(), after, now, StateMode.CHANGES));
    }

    /** Counts of a room outside of every window. */
    private static Optional<RoomTask> unwanted(Look look, long roomNid) {
        return look.sent(roomNid)
                .filter(sent -> sent.membership() == Membership.JOIN)
                .flatMap(
                        sent ->
                                look.context()
                                        .rooms()
                                        .find(roomNid)
                                        .filter(Member::isJoined)
                                        .map(
                                                member ->
                                                        new WantedRoom(
                                                                member,
                                                                new RoomConfig(sent.required(), 0),
                                                                Set.of(),
                                                                false))
                                        .map(
                                                room ->
                                                        new RoomTask(
                                                                room,
                                                                sent,
                                                                false,
                                                                false,
                                                                RequiredState.NONE,
                                                                Optional.empty())));
    }

    private static Map<Long, Long> left(Look look) {
        Map<Long, Long> left = new HashMap<>();
        look.question()
                .connection()
                .rooms()
                .forEach(
                        (room, sent) -> {
                            if (!sent.membership().isOutside()
                                    && look.context().rooms().find(room).isEmpty()) {
                                left.put(room, sent.upTo());
                            }
                        });
        return left;
    }

    /**
     * Those events since the client's token that are in memory, of rooms that have been told up to
     * there: what came before it to a room outside of every window is not among them.
     */
    private Map<Long, List<TimelineEvent>> recent(Look look, List<RoomPlan> plans) {
        long since = look.context().sinceEvents();
        Set<Long> rooms =
                plans.stream()
                        .filter(plan -> plan.after() >= since)
                        .map(RoomPlan::nid)
                        .collect(Collectors.toSet());
        if (rooms.isEmpty() || look.question().since().isEmpty()) {
            return Map.of();
        }
        return events.between(since, look.context().now().events())
                .map(
                        news ->
                                news.stream()
                                        .filter(event -> rooms.contains(event.room().nid()))
                                        .collect(
                                                Collectors.groupingBy(
                                                        event ->
                                                                Objects.requireNonNull(event)
                                                                        .room()
                                                                        .nid())))
                .orElse(Map.of());
    }
}
