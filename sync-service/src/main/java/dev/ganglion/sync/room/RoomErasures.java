package dev.ganglion.sync.room;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.room.RoomDescriptions.Described;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
            Map<Long, Timeline> timelines, Map<Long, Bundled> bundled, Described described) {
        Stream<Voice> voices() {
            return Stream.of(timelines, described.states(), described.summaries())
                    .flatMap(rooms -> rooms.keySet().stream())
                    .distinct()
                    .flatMap(
                            room ->
                                    Stream.of(ofEvents(room), ofBundled(room), ofNames(room))
                                            .flatMap(Function.identity()));
        }

        private Stream<TimelineEvent> timeline(long room) {
            return Optional.ofNullable(timelines.get(room)).map(Timeline::events).stream()
                    .flatMap(List::stream);
        }

        private Stream<Voice> ofEvents(long room) {
            return Stream.concat(
                            timeline(room),
                            described.states().getOrDefault(room, List.of()).stream())
                    .map(event -> Voice.of(room, event));
        }

        private Stream<Voice> ofBundled(long room) {
            return timeline(room)
                    .flatMap(event -> Optional.ofNullable(bundled.get(event.position())).stream())
                    .flatMap(Bundled::senders)
                    .map(sender -> Voice.quoted(room, sender));
        }

        /** Whether a room has a name is told by its summary too. */
        private Stream<Voice> ofNames(long room) {
            return Optional.ofNullable(described.summaries().get(room)).map(Summary::names).stream()
                    .flatMap(List::stream)
                    .map(name -> new Voice(room, name::isHiddenBy));
        }
    }

    /**
     * Something that is said in a response.
     *
     * @param isHidden from such a reader, at least in part
     */
    record Voice(long roomNid, Predicate<ErasedFor> isHidden) {
        private static Voice of(long room, TimelineEvent event) {
            return new Voice(
                    room,
                    reader ->
                            reader.hides(event.sender(), event.position())
                                    || event.quotedSenders().stream()
                                            .anyMatch(reader::hidesQuoted));
        }

        /** What that user says in an event which another one brings along. */
        static Voice quoted(long room, UserId sender) {
            return new Voice(room, reader -> reader.hidesQuoted(sender));
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
                        .readBy(context.user(), rooms, erasures)
                        .zipWith(versions(rooms), RoomErasures::erased);
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
        return voice.isHidden().test(erasures.joinedAt(member));
    }

    private static Map<Long, ErasedEvents> erased(
            Map<Long, ErasedFor> readers, Map<Long, RoomVersion> versions) {
        Map<Long, ErasedEvents> byRoom = new HashMap<>();
        versions.forEach(
                (room, version) ->
                        byRoom.put(
                                room,
                                new ErasedEvents(
                                        Objects.requireNonNull(readers.get(room)), version)));
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
