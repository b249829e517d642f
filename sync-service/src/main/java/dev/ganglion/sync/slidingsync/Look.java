package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.roomlist.Overview;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What there is for a client at one moment.
 *
 * @param wanted by the number of the room, in the order in which they are told
 */
record Look(
        Question question, SyncContext context, Overview overview, Map<Long, WantedRoom> wanted) {
    static Look of(Question question, SyncContext context, Overview overview) {
        Map<Long, WantedRoom> wanted = new LinkedHashMap<>();
        Map<String, Member> byId = byId(context.rooms(), question.request().subscriptions());
        question.request()
                .subscriptions()
                .forEach(
                        (id, config) ->
                                Optional.ofNullable(byId.get(id))
                                        .filter(overview::isWanted)
                                        .ifPresent(
                                                member ->
                                                        add(
                                                                wanted,
                                                                new WantedRoom(
                                                                        member, config, Set.of(),
                                                                        true))));
        overview.lists()
                .forEach(
                        (name, list) -> {
                            RoomConfig config = config(question, name);
                            list.window()
                                    .forEach(
                                            member ->
                                                    add(
                                                            wanted,
                                                            new WantedRoom(
                                                                    member,
                                                                    config,
                                                                    Set.of(name),
                                                                    false)));
                        });
        return new Look(question, context, overview, wanted);
    }

    private static RoomConfig config(Question question, String list) {
        return Objects.requireNonNull(question.request().lists().get(list)).config();
    }

    private static Map<String, Member> byId(RoomsOfUser rooms, Map<String, RoomConfig> wanted) {
        Map<String, Member> byId = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            rooms.all().forEach(member -> byId.put(member.room().id().value(), member));
        }
        return byId;
    }

    private static void add(Map<Long, WantedRoom> wanted, WantedRoom room) {
        wanted.merge(room.nid(), room, WantedRoom::plus);
    }

    Optional<SentRoom> sent(long roomNid) {
        return Optional.ofNullable(question.connection().rooms().get(roomNid));
    }

    /** Whether an extension tells of the room. */
    boolean isIn(Scope scope, long roomNid) {
        WantedRoom room = wanted.get(roomNid);
        return room != null && room.member().isJoined() && scope.contains(room);
    }
}
