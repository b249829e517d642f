package dev.ganglion.sync.notifications;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.RoomMember;
import dev.ganglion.sync.accountdata.IgnoredUsers;
import dev.ganglion.sync.notifications.NotificationPage.Notification;
import dev.ganglion.sync.pushrules.CompiledPushRules;
import dev.ganglion.sync.pushrules.EventRules;
import dev.ganglion.sync.pushrules.KnownRoom;
import dev.ganglion.sync.pushrules.KnownRooms;
import dev.ganglion.sync.visibility.Histories;
import dev.ganglion.sync.visibility.RoomHistory;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Goes back through the events of a user's rooms and puts them to the user's rules. A page is
 * looked for among a bounded number of events: it may hold fewer than were asked for, or none, and
 * yet not be the last.
 */
@Service
class Notifications {
    private static final int EVENTS_AT_ONCE = 100;
    private static final int MAX_STEPS = 5;

    private final CandidateRepository candidates;
    private final CompiledPushRules rules;
    private final IgnoredUsers ignored;
    private final KnownRooms rooms;
    private final Histories histories;

    Notifications(
            CandidateRepository candidates,
            CompiledPushRules rules,
            IgnoredUsers ignored,
            KnownRooms rooms,
            Histories histories) {
        this.candidates = candidates;
        this.rules = rules;
        this.ignored = ignored;
        this.rooms = rooms;
        this.histories = histories;
    }

    /**
     * What is asked for.
     *
     * @param limit of the notifications, above zero
     */
    record Question(UserId user, PageToken from, int limit, boolean isOfHighlights) {
        private boolean isFor(PushActions actions) {
            return isOfHighlights ? actions.highlights() : actions.notifies();
        }
    }

    /** By what the user's events are judged. */
    private record Reader(UserId user, CompiledRules rules, Set<UserId> ignored) {}

    /** What has been found so far. */
    private record Search(List<Notification> found, Optional<PageToken> next) {}

    Mono<NotificationPage> page(Question question) {
        return Mono.zip(rules.of(question.user()), ignored.of(question.user()))
                .map(both -> new Reader(question.user(), both.getT1(), both.getT2()))
                .flatMap(
                        reader -> {
                            Search begin = new Search(List.of(), Optional.of(question.from()));
                            return search(question, reader, begin, MAX_STEPS);
                        })
                .map(search -> new NotificationPage(search.found(), search.next()));
    }

    private Mono<Search> search(Question question, Reader reader, Search before, int stepsLeft) {
        boolean isDone = before.found().size() == question.limit() || stepsLeft == 0;
        return isDone || before.next().isEmpty()
                ? Mono.just(before)
                : candidates
                        .latest(question.user(), before.next().get(), EVENTS_AT_ONCE)
                        .flatMap(events -> step(question, reader, before, events))
                        .flatMap(now -> search(question, reader, now, stepsLeft - 1));
    }

    private Mono<Search> step(
            Question question, Reader reader, Search before, List<Candidate> events) {
        Set<Long> of = events.stream().map(Candidate::roomNid).collect(Collectors.toSet());
        return Mono.zip(rooms.of(of), histories.of(question.user(), of))
                .map(
                        both -> {
                            Judge judge = new Judge(reader, both.getT1(), both.getT2());
                            return with(question, before, events, judge);
                        });
    }

    private static Search with(
            Question question, Search before, List<Candidate> events, Judge judge) {
        List<Notification> found = new ArrayList<>(before.found());
        for (Candidate event : events) {
            PushActions actions = judge.actions(event);
            if (question.isFor(actions)) {
                found.add(new Notification(event, actions));
            }
            if (found.size() == question.limit()) {
                return new Search(found, Optional.of(new PageToken(event.position())));
            }
        }
        return new Search(
                found,
                events.size() < EVENTS_AT_ONCE
                        ? Optional.empty()
                        : Optional.of(new PageToken(events.getLast().position())));
    }

    private record Judge(
            Reader reader, Map<Long, KnownRoom> rooms, Map<Long, RoomHistory> histories) {
        /** Nothing for what was said while the user was not in the room: it is not told, either. */
        PushActions actions(Candidate event) {
            RoomHistory history = histories.get(event.roomNid());
            KnownRoom room = rooms.get(event.roomNid());
            boolean isHeard = event.isTold() && !reader.ignored().contains(event.sender());
            if (!isHeard
                    || room == null
                    || history == null
                    || !history.wasJoinedAt(event.position())) {
                return PushActions.NONE;
            }
            return EventRules.at(event.json().bytes(), event.room().value(), room, event.sender())
                    .of(new RoomMember(reader.user(), event.name(), reader.rules()));
        }
    }
}
