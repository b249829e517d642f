package dev.ganglion.sync.room;

import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.room.RoomDescriptions.Described;
import dev.ganglion.sync.room.RoomErasures.Said;
import dev.ganglion.sync.room.RoomExtras.Found;
import dev.ganglion.sync.room.RoomSection.Sight;
import dev.ganglion.sync.room.Sights.Seen;
import dev.ganglion.sync.token.SyncToken;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes the rooms of a response, joined and left. */
@Service
public class RoomSections {
    private static final int FIRST_PART = 20;
    private static final int PART = 80;
    private static final int PARTS_AT_ONCE = 2;

    private final RoomPlanner planner;
    private final Timelines timelines;
    private final RoomDescriptions descriptions;
    private final RoomExtras extras;
    private final AccountData accountData;
    private final RoomBundles bundles;
    private final Sights sights;

    RoomSections(
            RoomPlanner planner,
            Timelines timelines,
            RoomDescriptions descriptions,
            RoomExtras extras,
            AccountData accountData,
            RoomBundles bundles,
            Sights sights) {
        this.planner = planner;
        this.timelines = timelines;
        this.descriptions = descriptions;
        this.extras = extras;
        this.accountData = accountData;
        this.bundles = bundles;
        this.sights = sights;
    }

    /** Rooms without anything new are left out. */
    public Mono<List<RoomSection>> of(SyncContext context) {
        return planner.plan(context)
                .flatMap(plan -> sections(context, plan, stored(context, plan)));
    }

    /**
     * Every room that the response is about, for one that is about everything: joined rooms first.
     * What is not asked for yet is not read, but for the next part.
     *
     * @param turn when the rooms of a part are read
     */
    public Flux<List<RoomSection>> inParts(
            SyncContext context, UnaryOperator<Mono<List<RoomSection>>> turn) {
        return planner.plan(context).flatMapMany(plan -> inParts(context, plan, turn));
    }

    private Flux<List<RoomSection>> inParts(
            SyncContext context, Plan plan, UnaryOperator<Mono<List<RoomSection>>> turn) {
        Mono<List<AccountDatum>> stored = stored(context, plan).cache();
        return Flux.fromIterable(parts(plan))
                .flatMapSequential(
                        part -> turn.apply(sections(about(context, part), part, stored)),
                        PARTS_AT_ONCE,
                        1);
    }

    /** The first are small, for the client to have something soon. */
    private static List<Plan> parts(Plan plan) {
        List<Plan> parts = new ArrayList<>();
        List<RoomPlan> rooms = plan.rooms();
        int size = FIRST_PART;
        for (int from = 0; from < rooms.size(); from += size, size = Math.min(size * 2, PART)) {
            List<RoomPlan> some = rooms.subList(from, Math.min(from + size, rooms.size()));
            parts.add(new Plan(some, plan.recent(), new HashMap<>(plan.histories())));
        }
        return parts;
    }

    private static SyncContext about(SyncContext context, Plan part) {
        return context.about(
                context.rooms().among(part.rooms().stream().map(RoomPlan::nid).toList()));
    }

    private Mono<List<RoomSection>> sections(
            SyncContext context, Plan plan, Mono<List<AccountDatum>> stored) {
        return timelines
                .load(context, plan)
                .flatMap(chosen -> complete(context, plan, chosen, stored));
    }

    private Mono<List<RoomSection>> complete(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> chosen,
            Mono<List<AccountDatum>> stored) {
        return Mono.zip(
                        descriptions.load(context, plan, chosen),
                        withExtras(context, plan, chosen, stored),
                        bundles.load(context, plan, chosen))
                .flatMap(
                        parts ->
                                told(context, plan, chosen, parts.getT3(), parts.getT1())
                                        .map(
                                                told ->
                                                        assemble(
                                                                context,
                                                                plan,
                                                                told,
                                                                parts.getT1(),
                                                                parts.getT2())));
    }

    private record Told(Map<Long, Timeline> timelines, Map<Long, Bundled> bundled, Seen seen) {}

    private Mono<Told> told(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> chosen,
            Map<Long, Bundled> bundled,
            Described described) {
        return sights.of(context, plan, new Said(chosen, bundled, described))
                .map(seen -> new Told(chosen, bundled, seen));
    }

    private Mono<Found> withExtras(
            SyncContext context,
            Plan plan,
            Map<Long, Timeline> chosen,
            Mono<List<AccountDatum>> stored) {
        return stored.map(all -> accountData(context, plan, all))
                .flatMap(kept -> extras.load(context, plan, kept))
                .flatMap(found -> extras.count(context, plan, chosen, found));
    }

    /**
     * By the number of the room: all that is kept of rooms new to the client, of others what
     * changed.
     */
    private static Map<Long, List<AccountDatum>> accountData(
            SyncContext context, Plan plan, List<AccountDatum> stored) {
        if (stored.isEmpty()) {
            return Map.of();
        }
        long since = since(context);
        Map<String, RoomPlan> rooms = rooms(context, plan);
        EventFilter filter = context.filter().roomAccountData();
        return stored.stream()
                .filter(datum -> isNew(datum, since, rooms.get(datum.roomId())))
                .filter(datum -> filter.allowsRoom(datum.roomId()))
                .filter(datum -> filter.allows(datum.type(), context.user().value()))
                .collect(Collectors.groupingBy(datum -> number(rooms, datum)));
    }

    /** Account data that there may be something to tell of. */
    private Mono<List<AccountDatum>> stored(SyncContext context, Plan plan) {
        long since = since(context);
        boolean hasNewRooms = plan.rooms().stream().anyMatch(RoomPlan::isFull);
        return !hasNewRooms && since >= context.now().accountData()
                ? Mono.just(List.of())
                : accountData.between(
                        context.user(), hasNewRooms ? 0 : since, context.now().accountData());
    }

    private static long number(Map<String, RoomPlan> rooms, AccountDatum datum) {
        return Objects.requireNonNull(rooms.get(datum.roomId())).nid();
    }

    private static long since(SyncContext context) {
        return context.since().map(SyncToken::accountData).orElse(0L);
    }

    private static boolean isNew(AccountDatum datum, long since, @Nullable RoomPlan room) {
        return room != null && (room.isFull() || datum.position() > since);
    }

    /** Those of the plan and all others that the user is in, by their names. */
    private static Map<String, RoomPlan> rooms(SyncContext context, Plan plan) {
        Map<String, RoomPlan> rooms = new HashMap<>();
        context.rooms().joined().stream()
                .filter(member -> context.isWanted(member.room().nid()))
                .forEach(member -> rooms.put(member.room().id().value(), quiet(context, member)));
        plan.rooms().forEach(room -> rooms.put(room.room().id().value(), room));
        return rooms;
    }

    private static List<RoomSection> assemble(
            SyncContext context, Plan plan, Told told, Described described, Found found) {
        List<RoomSection> sections = new ArrayList<>();
        Set<Long> quiet = found.rooms();
        for (RoomPlan room : plan.rooms()) {
            quiet.remove(room.nid());
            RoomSection section =
                    new RoomSection(
                            context,
                            room,
                            told.timelines().getOrDefault(room.nid(), Timeline.empty(room)),
                            told.bundled(),
                            described.states().getOrDefault(room.nid(), List.of()),
                            found.of(
                                    room.nid(),
                                    Optional.ofNullable(described.summaries().get(room.nid()))),
                            told.seen().of(room.nid()));
            if (room.isFull() || !section.isEmpty()) {
                sections.add(section);
            }
        }
        quiet.forEach(
                room ->
                        context.rooms()
                                .find(room)
                                .ifPresent(
                                        member -> sections.add(section(context, member, found))));
        return sections;
    }

    private static RoomSection section(SyncContext context, Member member, Found found) {
        RoomPlan plan = quiet(context, member);
        return new RoomSection(
                context,
                plan,
                Timeline.empty(plan),
                Map.of(),
                List.of(),
                found.of(plan.nid(), Optional.empty()),
                new Sight(Optional.empty(), ErasedEvents.NONE, EventForm.USUAL));
    }

    /** A room without new events. */
    private static RoomPlan quiet(SyncContext context, Member member) {
        long now = context.now().events();
        return RoomPlan.joined(member.room(), now, now, RoomPlan.StateMode.CHANGES);
    }
}
