package dev.ganglion.sync.room;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.EventReader.MemberAt;
import dev.ganglion.sync.event.EventWriter;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.RoomErasures.Voice;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The events with which a user was invited. */
@Service
public class InviteEvents {
    private final EventReader reader;
    private final RoomErasures erasures;

    InviteEvents(EventReader reader, RoomErasures erasures) {
        this.reader = reader;
        this.erasures = erasures;
    }

    /** As clients get them, by the number of the room. */
    public Mono<Map<Long, byte[]>> of(SyncContext context, List<OutsideRoom> rooms) {
        List<MemberAt> own =
                rooms.stream()
                        .filter(room -> room.membership() == Membership.INVITE)
                        .map(room -> memberAt(context, room))
                        .toList();
        return reader.members(own)
                .flatMap(
                        events ->
                                erasures.among(context, events.stream().map(InviteEvents::voice))
                                        .map(erased -> written(context, events, erased)));
    }

    private static MemberAt memberAt(SyncContext context, OutsideRoom room) {
        return new MemberAt(room.room().nid(), context.user().value(), context.now().events() + 1);
    }

    private static Voice voice(TimelineEvent event) {
        return Voice.quoted(event.room().nid(), event.sender());
    }

    private static Map<Long, byte[]> written(
            SyncContext context, List<TimelineEvent> events, Map<Long, ErasedEvents> erased) {
        return events.stream()
                .collect(
                        Collectors.toMap(
                                event -> event.room().nid(),
                                event ->
                                        written(
                                                context,
                                                event,
                                                erased.getOrDefault(
                                                        event.room().nid(), ErasedEvents.NONE))));
    }

    private static byte[] written(SyncContext context, TimelineEvent event, ErasedEvents erased) {
        JsonBytes out = new JsonBytes();
        EventWriter.write(
                out,
                event,
                context.reader(),
                erased,
                Optional.of(Membership.INVITE),
                Optional.empty(),
                Optional.of(event.room().id()));
        return out.toBytes();
    }
}
