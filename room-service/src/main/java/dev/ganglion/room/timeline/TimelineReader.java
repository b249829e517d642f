package dev.ganglion.room.timeline;

import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.PageReader;
import dev.ganglion.room.history.PageReader.Wanted;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;

/** What other capabilities show of a room around an event that they have found. */
@Component
public class TimelineReader {
    private final PageReader pages;
    private final TimelineRepository timeline;
    private final StateAtRepository state;

    TimelineReader(PageReader pages, TimelineRepository timeline, StateAtRepository state) {
        this.pages = pages;
        this.timeline = timeline;
        this.state = state;
    }

    /** The events before and after another one that a reader may see, nearest first. */
    public record Neighbours(List<Seen> before, List<Seen> after) {
        /** The position of the oldest, of an event with these neighbours. */
        public long oldest(long position) {
            return before.isEmpty() ? position : before.getLast().event().position();
        }

        /** The position of the newest, of an event with these neighbours. */
        public long newest(long position) {
            return after.isEmpty() ? position : after.getLast().event().position();
        }
    }

    /** At most that many events on either side of a position. */
    public Mono<Neighbours> neighbours(Reader reader, long position, int before, int after) {
        Range readable = Range.readableBy(reader);
        return Mono.zip(
                pages.read(
                        new Wanted(reader, Direction.BACKWARDS, before, _ -> true),
                        readable.endingAt(position - 1),
                        timeline.in(reader, Direction.BACKWARDS)),
                pages.read(
                        new Wanted(reader, Direction.FORWARDS, after, _ -> true),
                        readable.startingAfter(position),
                        timeline.in(reader, Direction.FORWARDS)),
                (preceding, following) -> new Neighbours(preceding.events(), following.events()));
    }

    /** The membership events of some users as of a position. */
    public Mono<List<StoredEvent>> listMembers(
            RoomIdentity room, long position, Collection<String> users) {
        return state.listMembers(room, position, users);
    }

    /** All membership events as of a position. */
    public Mono<List<StoredEvent>> listMembers(RoomIdentity room, long position) {
        return state.listMembers(room, position);
    }

    /** The state as of a position, but for the members. */
    public Mono<List<StoredEvent>> listStateWithoutMembers(RoomIdentity room, long position) {
        return state.listWithoutMembers(room, position);
    }
}
