package dev.ganglion.sync.room;

import dev.ganglion.sync.event.TimelineEvent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;

/** Gets what describes the rooms of a response: how many are in them, and their state. */
@Service
public class RoomDescriptions {
    private final Summaries summaries;
    private final RoomStates states;

    RoomDescriptions(Summaries summaries, RoomStates states) {
        this.summaries = summaries;
        this.states = states;
    }

    /** By the numbers of the rooms. */
    public record Described(Map<Long, Summary> summaries, Map<Long, List<TimelineEvent>> states) {}

    Mono<Described> load(SyncContext context, Plan plan, Map<Long, Timeline> chosen) {
        return summaries
                .load(plan, chosen)
                .flatMap(
                        known ->
                                states.load(context, plan, chosen, known)
                                        .map(state -> new Described(known, state)));
    }
}
