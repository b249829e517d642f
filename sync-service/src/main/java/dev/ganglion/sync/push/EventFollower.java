package dev.ganglion.sync.push;

import dev.ganglion.sync.ring.EventStream;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out whom each new event notifies, and writes it down for their pushers. */
@Component
class EventFollower {
    private final NewEventRepository events;
    private final ListenerRepository listeners;
    private final RulesOfUsers rules;
    private final Evaluation evaluation;
    private final Writing writing;
    private final PushProperties properties;
    private final Clock clock;
    private final Sinks.Many<Boolean> appended = Sinks.many().multicast().directBestEffort();

    EventFollower(
            NewEventRepository events,
            ListenerRepository listeners,
            RulesOfUsers rules,
            Evaluation evaluation,
            Writing writing,
            PushProperties properties,
            Clock clock) {
        this.events = events;
        this.listeners = listeners;
        this.rules = rules;
        this.evaluation = evaluation;
        this.writing = writing;
        this.properties = properties;
        this.clock = clock;
    }

    /** Follows until it is disposed. */
    Disposable begin(StreamWalk walk, EventStream stream) {
        stream.onAppend(_ -> appended.tryEmitNext(true));
        return walk.begin(
                new StreamWalk.Stream(
                        "events",
                        stream.catchUp(),
                        Mono.fromSupplier(stream::position),
                        appended.asFlux()),
                this::take);
    }

    private Mono<Mono<Boolean>> take(long from, long to) {
        long since = clock.millis() - properties.maxEventAge().toMillis();
        return events.list(from, to, since)
                .filter(news -> !news.isEmpty())
                .flatMap(news -> notices(news, from, to))
                .defaultIfEmpty(List.of())
                .map(writing::of);
    }

    private Mono<List<Notice>> notices(List<NewEvent> news, long from, long to) {
        Set<Long> rooms = news.stream().map(NewEvent::roomNid).collect(Collectors.toSet());
        return Mono.zip(listeners.list(rooms, from, to), events.powerLevels(rooms))
                .flatMap(
                        both ->
                                rules.of(
                                                both.getT1().values().stream()
                                                        .flatMap(Collection::stream)
                                                        .toList())
                                        .map(
                                                of ->
                                                        evaluation.evaluate(
                                                                new Evaluation.Batch(
                                                                        news,
                                                                        both.getT1(),
                                                                        both.getT2(),
                                                                        of))));
    }
}
