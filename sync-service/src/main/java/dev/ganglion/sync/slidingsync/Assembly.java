package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.requiredstate.RequiredState;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.RoomPlan;
import dev.ganglion.sync.room.Timeline;
import dev.ganglion.sync.slidingsync.JoinedEntry.Events;
import dev.ganglion.sync.slidingsync.JoinedEntry.Head;
import dev.ganglion.sync.slidingsync.JoinedEntry.Sight;
import dev.ganglion.sync.slidingsync.RoomTeller.Found;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts what was found of rooms together. Used once. */
final class Assembly {
    private final Look look;
    private final Tasks tasks;
    private final Found found;
    private final long now;
    private final Map<String, RoomEntry> rooms = new LinkedHashMap<>();
    private final Map<Long, SentRoom> changes = new HashMap<>();

    Assembly(Look look, Tasks tasks, Found found) {
        this.look = look;
        this.tasks = tasks;
        this.found = found;
        this.now = look.context().now().events();
    }

    Told told(List<OutsideRoom> outside) {
        tasks.joined().forEach(this::addJoined);
        Map<Long, Member> members = new HashMap<>();
        tasks.outside().forEach(member -> members.put(member.room().nid(), member));
        outside.forEach(
                room -> addOutside(room, Objects.requireNonNull(members.get(room.room().nid()))));
        tasks.leftRooms()
                .forEach(room -> changes.put(room, SentRoom.nothing(Membership.LEAVE).told(now)));
        tasks.plan().rooms().stream().filter(RoomPlan::isLeft).forEach(this::addLeft);
        return new Told(rooms, changes, found.timelines());
    }

    private void addJoined(RoomTask task) {
        Member member = task.room().member();
        Optional<Timeline> timeline = timeline(task);
        Set<String> lazy = StateReader.lazyMembers(task, timeline);
        RoomState state = found.states().getOrDefault(task.nid(), new RoomState());
        boolean isDirect = look.overview().kept().isDirect(member.room().id());
        rooms.put(
                task.room().id(),
                new JoinedEntry(
                        new Head(
                                task.isNew(),
                                isDirect,
                                look.overview().bumpStamp(member),
                                state,
                                StateReader.isDescribed(task, timeline),
                                Optional.ofNullable(found.summaries().get(task.nid())),
                                Optional.ofNullable(found.unread().get(task.nid()))),
                        timeline.map(told -> events(told, task.isExpanded())),
                        state.matching(event -> isSent(task, lazy, event)),
                        sight(task.nid())));
        SentRoom sent = sent(task, timeline, lazy).direct(isDirect);
        if (!look.sent(task.nid()).filter(sent::equals).isPresent()) {
            changes.put(task.nid(), sent);
        }
    }

    private Optional<Timeline> timeline(RoomTask task) {
        return task.hasNews()
                ? Optional.ofNullable(found.timelines().get(task.nid()))
                : Optional.empty();
    }

    private Events events(Timeline timeline, boolean isExpanded) {
        return new Events(timeline, found.bundled(), isExpanded, look.context().sinceEvents());
    }

    private Sight sight(long roomNid) {
        return new Sight(
                look.context().reader(),
                Optional.ofNullable(tasks.plan().histories().get(roomNid)),
                found.erased().getOrDefault(roomNid, ErasedEvents.NONE));
    }

    /** Whether the client needs that state: it has not got it, and wants it. */
    private static boolean isSent(RoomTask task, Set<String> lazy, TimelineEvent event) {
        String type = event.header().type();
        String key = event.header().stateKey().orElseThrow();
        RequiredState kept = task.kept();
        boolean isNews = task.isNew() || event.position() > task.sent().upTo();
        return (isNews && kept.matches(type, key))
                || task.added().matches(type, key)
                || (event.isMember() && lazy.contains(key))
                || (isNews && kept.isLazy() && event.isMember() && task.sent().knows(key));
    }

    private SentRoom sent(RoomTask task, Optional<Timeline> timeline, Set<String> lazy) {
        boolean isCertain =
                task.isNew()
                        || task.isExpanded()
                        || timeline.filter(Timeline::isLimited).isPresent();
        SentRoom known =
                task.sent()
                        .configured(
                                isCertain ? task.timelineLimit() : task.sent().timelineLimit(),
                                task.kept())
                        .withMembers(lazy);
        return timeline.isPresent() ? known.told(now) : known;
    }

    private void addOutside(OutsideRoom room, Member member) {
        boolean isDirect = look.overview().kept().isDirect(room.room().id());
        long bumpStamp = look.overview().bumpStamp(member);
        rooms.put(room.room().id().value(), out -> writeOutside(out, room, isDirect, bumpStamp));
        changes.put(
                room.room().nid(), SentRoom.nothing(room.membership()).told(now).direct(isDirect));
    }

    private static void writeOutside(
            JsonBytes out, OutsideRoom room, boolean isDirect, long bumpStamp) {
        out.beginObject().key("initial").bool(true);
        out.key("is_dm").bool(isDirect);
        out.key("bump_stamp").number(bumpStamp);
        out.key("invite_state").raw(room.strippedState().bytes());
        out.endObject();
    }

    private void addLeft(RoomPlan room) {
        Optional<Timeline> timeline = Optional.ofNullable(found.timelines().get(room.nid()));
        Head head =
                new Head(
                        false,
                        look.overview().kept().isDirect(room.room().id()),
                        room.upTo(),
                        new RoomState(),
                        false,
                        Optional.empty(),
                        Optional.empty());
        rooms.put(
                room.room().id().value(),
                new JoinedEntry(
                        head,
                        timeline.map(told -> events(told, false)),
                        timeline.map(this::ownMembership).orElse(List.of()),
                        sight(room.nid())));
    }

    /** Some clients look for it in the state alone. */
    private List<TimelineEvent> ownMembership(Timeline timeline) {
        return timeline.events().reversed().stream()
                .filter(event -> event.isMembershipOf(look.context().user()))
                .limit(1)
                .toList();
    }
}
