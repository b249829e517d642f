package dev.ganglion.sync.room;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.relation.Bundled;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out which events of a response its reader gets without what they say. Asks the database
 * only about rooms of which an erased user's event is in the response, unless the reader's
 * membership there is older than the erasure.
 */
@Component
public class RoomErasures {
    private final ErasedUsers erasedUsers;
    private final DatabaseClient database;

    RoomErasures(ErasedUsers erasedUsers, DatabaseClient database) {
        this.erasedUsers = erasedUsers;
        this.database = database;
    }

    /**
     * Whatever a response may show of rooms, by their numbers, and of events, by their positions.
     */
    public record Said(
            Map<Long, Timeline> timelines,
            Map<Long, Bundled> bundled,
            Map<Long, List<TimelineEvent>> states) {
        Stream<Voice> voices() {
            return Stream.concat(timelines.keySet().stream(), states.keySet().stream())
                    .distinct()
                    .flatMap(this::voices);
        }

        private Stream<Voice> voices(long room) {
            List<TimelineEvent> timeline =
                    Optional.ofNullable(timelines.get(room))
                            .map(Timeline::events)
                            .orElse(List.of());
            return Stream.concat(
                    Stream.concat(timeline.stream(), states.getOrDefault(room, List.of()).stream())
                            .flatMap(event -> Voice.of(room, event)),
                    timeline.stream()
                            .flatMap(
                                    event ->
                                            Optional.ofNullable(bundled.get(event.position()))
                                                    .stream())
                            .flatMap(Bundled::senders)
                            .map(sender -> new Voice(room, sender, 0)));
        }
    }

    /**
     * Somebody who says something in a response.
     *
     * @param position 0 where it is not known and surely lies before any erasure
     */
    record Voice(long roomNid, UserId sender, long position) {
        private static Stream<Voice> of(long room, TimelineEvent event) {
            return Stream.concat(
                    Stream.of(new Voice(room, event.sender(), event.position())),
                    event.quotedSenders().stream().map(sender -> new Voice(room, sender, 0)));
        }
    }

    /** By the room's number; of other rooms nothing is hidden. */
    public Mono<Map<Long, ErasedEvents>> of(SyncContext context, Said said) {
        return erasedUsers.known().isEmpty() ? Mono.just(Map.of()) : among(context, said.voices());
    }

    /** The same for any voices. */
    Mono<Map<Long, ErasedEvents>> among(SyncContext context, Stream<Voice> voices) {
        Erasures erasures = erasedUsers.known();
        List<Long> rooms =
                voices.filter(voice -> mayBeHidden(voice, context, erasures))
                        .map(Voice::roomNid)
                        .distinct()
                        .toList();
        return rooms.isEmpty()
                ? Mono.just(Map.of())
                : erasedUsers
                        .firstJoins(context.user(), rooms)
                        .zipWith(
                                versions(rooms),
                                (joins, versions) -> erased(erasures, joins, versions));
    }

    /** Whether anybody is erased at all, so that it has to be looked who said what. */
    boolean areThereAny() {
        return !erasedUsers.known().isEmpty();
    }

    /** The first joining is no later than the membership event that is known. */
    private static boolean mayBeHidden(Voice voice, SyncContext context, Erasures erasures) {
        long member =
                context.rooms()
                        .find(voice.roomNid())
                        .filter(Member::isJoined)
                        .map(Member::position)
                        .orElse(Long.MAX_VALUE);
        return erasures.joinedAt(member).hides(voice.sender(), voice.position());
    }

    private static Map<Long, ErasedEvents> erased(
            Erasures erasures, Map<Long, Long> joins, Map<Long, RoomVersion> versions) {
        Map<Long, ErasedEvents> byRoom = new HashMap<>();
        versions.forEach(
                (room, version) ->
                        byRoom.put(
                                room, new ErasedEvents(erasures.joinedAt(joins, room), version)));
        return byRoom;
    }

    /** Relies on room's primary key. */
    private Mono<Map<Long, RoomVersion>> versions(List<Long> rooms) {
        return database.sql(
                        """
                        select room_nid, room_version
                        from rooms.room
                        where room_nid = any(:rooms)
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .map(
                        row ->
                                Map.entry(
                                        number(row, "room_nid"),
                                        RoomVersion.get(text(row, "room_version"))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
