package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.timeline.StateAtRepository.Found;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What other capabilities show of a room around an event that they have found. */
@Component
public class TimelineReader {
    private final TimelineRepository timeline;
    private final EventsAt events;
    private final StateAtRepository state;

    TimelineReader(TimelineRepository timeline, EventsAt events, StateAtRepository state) {
        this.timeline = timeline;
        this.events = events;
        this.state = state;
    }

    /** Somebody of a room, as of a position; the place is whatever the caller calls it. */
    public record MemberAt(long place, Reader reader, long position, String user) {}

    /**
     * Events with what is bundled with them, in no order.
     *
     * @param readers one user as a reader of each room that the events are of
     */
    public Mono<List<StoredEvent>> listEvents(
            Collection<Reader> readers, Collection<Long> positions) {
        return timeline.list(readers, positions);
    }

    /** The membership events of those users, by the places, within as many bytes. */
    public Mono<Map<Long, List<StoredEvent>>> listMembers(List<MemberAt> wanted, long maxBytes) {
        return state.listMemberPositions(wanted)
                .flatMap(
                        found ->
                                events.read(
                                                wanted.stream().map(MemberAt::reader).toList(),
                                                found.stream().map(Found::event).toList(),
                                                maxBytes)
                                        .map(read -> shared(found, read, maxBytes)));
    }

    private static Map<Long, List<StoredEvent>> shared(
            List<Found> found, Map<Long, StoredEvent> read, long maxBytes) {
        Map<Long, List<StoredEvent>> shared = new HashMap<>();
        long left = maxBytes;
        for (Found one : found) {
            StoredEvent event = read.get(one.event());
            if (event != null && event.bytes() <= left) {
                left -= event.bytes();
                shared.computeIfAbsent(one.place(), _ -> new ArrayList<>()).add(event);
            }
        }
        return shared;
    }

    /** The membership events of some users as of a position. */
    public Mono<List<StoredEvent>> listMembers(
            Reader reader, long position, Collection<String> users) {
        return state.listMembers(reader, position, users);
    }

    /** All membership events as of a position. */
    public Mono<List<StoredEvent>> listMembers(Reader reader, long position) {
        return state.listMembers(reader, position);
    }

    /** The state as of a position, but for the members. */
    public Mono<List<StoredEvent>> listStateWithoutMembers(Reader reader, long position) {
        return state.listWithoutMembers(reader, position);
    }
}
