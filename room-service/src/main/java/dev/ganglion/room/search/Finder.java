package dev.ganglion.room.search;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.search.MatchRepository.Match;
import dev.ganglion.room.search.VisibleMatches.Visible;
import dev.ganglion.room.timeline.TimelineReader;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Collects a page of results. Matches that the searcher may not see, or that the filter leaves out,
 * are passed over, but not for ever: after {@value #MOST_ROUNDS} times {@value #MATCHES_AT_ONCE}
 * the page ends as it is and says where to go on.
 */
@Component
class Finder {
    private static final int MATCHES_AT_ONCE = 1_000;
    private static final int MOST_ROUNDS = 4;

    /** Where the first ones did not pass the filter, the next ones may not either. */
    private static final int EVENTS_AT_ONCE = 100;

    private final MatchRepository repository;
    private final VisibleMatches visibleMatches;
    private final TimelineReader timeline;

    Finder(MatchRepository repository, VisibleMatches visibleMatches, TimelineReader timeline) {
        this.repository = repository;
        this.visibleMatches = visibleMatches;
        this.timeline = timeline;
    }

    private record Wanted(UserId searcher, SearchCriteria criteria, List<SearchedRoom> rooms) {
        Map<RoomNid, RoomIdentity> identities() {
            return rooms.stream()
                    .map(SearchedRoom::identity)
                    .collect(Collectors.toMap(RoomIdentity::nid, Function.identity()));
        }

        int missing(Findings findings) {
            return criteria.limit() - findings.results().size();
        }

        boolean isSatisfiedBy(Findings findings) {
            return missing(findings) <= 0 || findings.bytesLeft() <= 0;
        }
    }

    /** The page of results that begins at the criteria's place. */
    Mono<Findings> find(UserId searcher, SearchCriteria criteria, List<SearchedRoom> rooms) {
        if (rooms.isEmpty() || criteria.isEmpty()) {
            return Mono.just(Findings.none(criteria.place()));
        }
        return more(
                new Wanted(searcher, criteria, rooms), Findings.startingAt(criteria.place()), 1);
    }

    private Mono<Findings> more(Wanted wanted, Findings findings, int round) {
        return round(wanted, findings)
                .flatMap(
                        next ->
                                wanted.isSatisfiedBy(next)
                                                || next.isLookedThrough()
                                                || round == MOST_ROUNDS
                                        ? Mono.just(next)
                                        : more(wanted, next, round + 1));
    }

    private Mono<Findings> round(Wanted wanted, Findings findings) {
        return repository
                .list(wanted.criteria(), wanted.rooms(), findings.reached(), MATCHES_AT_ONCE)
                .flatMap(
                        matches ->
                                visibleMatches
                                        .of(matches, wanted.identities(), wanted.searcher())
                                        .map(visible -> lookedAt(findings, matches, visible)))
                .flatMap(looked -> fill(wanted, looked, wanted.missing(looked)));
    }

    private static Findings lookedAt(Findings before, List<Match> matches, List<Visible> visible) {
        return new Findings(
                before.start(),
                before.results(),
                visible,
                matches.size() < MATCHES_AT_ONCE,
                matches.isEmpty()
                        ? before.reached()
                        : SearchPlace.behind(matches.getLast(), before.start().shown()));
    }

    /** Takes results out of what is visible until the page is full. */
    private Mono<Findings> fill(Wanted wanted, Findings findings, int atOnce) {
        if (wanted.isSatisfiedBy(findings) || findings.rest().isEmpty()) {
            return Mono.just(findings);
        }
        List<Visible> next = findings.rest().subList(0, Math.min(atOnce, findings.rest().size()));
        return timeline.listEvents(
                        next.stream().map(Visible::reader).toList(),
                        next.stream().map(visible -> visible.match().position()).toList())
                .map(events -> filled(wanted, findings, next, events))
                .flatMap(filled -> fill(wanted, filled, EVENTS_AT_ONCE));
    }

    /** What is beyond a full page stays with the rest. */
    private static Findings filled(
            Wanted wanted, Findings before, List<Visible> next, List<StoredEvent> events) {
        Map<Long, StoredEvent> byPosition =
                events.stream()
                        .collect(Collectors.toMap(StoredEvent::position, Function.identity()));
        Findings filled = before;
        for (Visible one : next) {
            if (wanted.isSatisfiedBy(filled)) {
                return filled;
            }
            filled = filled.with(result(wanted, one, byPosition));
        }
        return filled;
    }

    private static Optional<Finding> result(
            Wanted wanted, Visible visible, Map<Long, StoredEvent> events) {
        return Optional.ofNullable(events.get(visible.match().position()))
                .filter(event -> event.redaction().isEmpty())
                .filter(event -> wanted.criteria().filter().allowsContentOf(event.event()))
                .map(event -> finding(visible, event));
    }

    private static Finding finding(Visible visible, StoredEvent event) {
        return new Finding(
                visible.match(),
                new Seen(event, visible.history().membershipAfter(event.position())),
                visible.reader());
    }
}
