package dev.ganglion.sync.room;

import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.room.RoomErasures.Said;
import dev.ganglion.sync.room.RoomSection.Sight;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out how a reader sees the events of a response, and in which form. */
@Component
class Sights {
    private final RoomErasures erasures;
    private final EventReader events;

    Sights(RoomErasures erasures, EventReader events) {
        this.erasures = erasures;
        this.events = events;
    }

    /** For all rooms of a response. */
    record Seen(Map<Long, RoomHistory> histories, Map<Long, ErasedEvents> erased, EventForm form) {
        Sight of(long roomNid) {
            return new Sight(
                    Optional.ofNullable(histories.get(roomNid)),
                    erased.getOrDefault(roomNid, ErasedEvents.NONE),
                    form);
        }
    }

    Mono<Seen> of(SyncContext context, Plan plan, Said said) {
        return Mono.zip(
                erasures.of(context, said),
                form(context, said),
                (erased, form) -> new Seen(plan.histories(), erased, form));
    }

    /** One query for whoever wants PDUs. */
    private Mono<EventForm> form(SyncContext context, Said said) {
        EventForm ofClients = new EventForm(context.filter().eventFields(), Map.of());
        return context.filter().wantsPdus()
                ? events.pdus(positions(said)).map(pdus -> new EventForm(ofClients.fields(), pdus))
                : Mono.just(ofClients);
    }

    private static List<Long> positions(Said said) {
        return Stream.concat(
                        said.timelines().values().stream().map(Timeline::events),
                        said.described().states().values().stream())
                .flatMap(Collection::stream)
                .map(TimelineEvent::position)
                .distinct()
                .toList();
    }
}
