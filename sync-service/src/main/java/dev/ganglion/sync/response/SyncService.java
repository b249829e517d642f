package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.filter.Filters;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.joinedrooms.Snapshot;
import dev.ganglion.sync.longpoll.LongPoll;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.longpoll.Seat;
import dev.ganglion.sync.longpoll.Wake;
import dev.ganglion.sync.presence.PresenceNews;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers when there is something new, or when the client has waited long enough. A request is
 * registered before it looks for the last time, so nothing that happens in between is missed.
 */
@Service
class SyncService {
    private final Filters filters;
    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final LongPolls polls;
    private final ResponseMaker responses;
    private final InitialSyncs initialSyncs;
    private final Clock clock;

    SyncService(
            Filters filters,
            Streams streams,
            JoinedRooms joinedRooms,
            LongPolls polls,
            ResponseMaker responses,
            InitialSyncs initialSyncs,
            Clock clock) {
        this.filters = filters;
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.polls = polls;
        this.responses = responses;
        this.initialSyncs = initialSyncs;
        this.clock = clock;
    }

    /** The response's JSON. */
    Mono<RawJson> sync(SyncRequest request) {
        return filters.resolve(request.requester().userId(), request.filter())
                .flatMap(filter -> question(request, filter))
                .flatMap(
                        question ->
                                question.isAboutEverything()
                                        ? answerAtOnce(question)
                                        : answerInTime(question, request.timeout()));
    }

    /** Without a token, and with one that is ahead of this database, the client begins anew. */
    private Mono<Question> question(SyncRequest request, SyncFilter filter) {
        Options options = new Options(request.isFullState(), request.usesStateAfter());
        Question anew = new Question(request.requester(), filter, options, Optional.empty());
        return Mono.justOrEmpty(request.since().map(SyncToken::parse))
                .filterWhen(streams::reach)
                .delayUntil(since -> streams.acknowledge(request.requester(), since))
                .map(anew::since)
                .defaultIfEmpty(anew);
    }

    private Mono<RawJson> answerAtOnce(Question question) {
        return initialSyncs.limit(question.requester(), look(question).map(SyncResponse::json));
    }

    private Mono<RawJson> answerInTime(Question question, Duration timeout) {
        Waiting waiting = new Waiting(question, clock.millis() + timeout.toMillis());
        return polls.withSeat(question.requester(), waiting::answer);
    }

    private Mono<SyncResponse> look(Question question) {
        return joinedRooms
                .snapshot(question.requester().userId())
                .flatMap(
                        snapshot ->
                                responses.make(
                                        question.requester(),
                                        question.filter(),
                                        question.options(),
                                        question.since(),
                                        streams.now(snapshot.position()),
                                        snapshot.rooms()));
    }

    /** What a response is to answer. */
    private record Question(
            Requester requester, SyncFilter filter, Options options, Optional<SyncToken> since) {

        Question since(SyncToken token) {
            return new Question(requester, filter, options, Optional.of(token));
        }

        /** Then it is answered at once, however little there is to tell. */
        boolean isAboutEverything() {
            return since.isEmpty() || options.isFullState();
        }
    }

    /** One request while it waits. Used by one thread after the other. */
    private final class Waiting {
        private final long deadline;
        private Question question;

        Waiting(Question question, long deadline) {
            this.question = question;
            this.deadline = deadline;
        }

        Mono<RawJson> answer(Seat seat) {
            return Mono.defer(() -> joinedRooms.snapshot(question.requester().userId()))
                    .flatMap(snapshot -> lookAndWait(seat, snapshot))
                    .repeatWhenEmpty(Integer.MAX_VALUE, again -> again);
        }

        /** Empty when it was woken and has to look once more. */
        private Mono<RawJson> lookAndWait(Seat seat, Snapshot snapshot) {
            List<Long> rooms =
                    snapshot.rooms().all().stream()
                            .filter(Member::isJoined)
                            .map(member -> member.room().nid())
                            .toList();
            boolean wantsPresence = PresenceNews.isWantedBy(question.filter().presenceEvents());
            return Mono.usingWhen(
                    Mono.fromCallable(() -> polls.open(seat, rooms, wantsPresence)),
                    this::lookAndWait,
                    poll -> Mono.fromRunnable(() -> polls.close(poll)));
        }

        private Mono<RawJson> lookAndWait(LongPoll poll) {
            return look(question)
                    .flatMap(
                            response -> {
                                Duration left = Duration.ofMillis(deadline - clock.millis());
                                if (!response.isEmpty() || !left.isPositive()) {
                                    return Mono.just(response.json());
                                }
                                question = question.since(response.toWaitFrom());
                                return poll.await(left)
                                        .filter(wake -> wake != Wake.NEWS)
                                        .map(wake -> response.json());
                            });
        }
    }
}
