package dev.ganglion.sync.response;

import dev.ganglion.protocol.identifier.UserId;
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
        Optional<SyncToken> since = request.since().map(SyncToken::parse);
        return filters.resolve(request.requester().userId(), request.filter())
                .flatMap(filter -> waiting(request, filter, since))
                .flatMap(this::answer);
    }

    /** Without a token, and with one that is ahead of this database, the client begins anew. */
    private Mono<Waiting> waiting(
            SyncRequest request, SyncFilter filter, Optional<SyncToken> since) {
        return Mono.justOrEmpty(since)
                .filterWhen(streams::reach)
                .map(token -> new Waiting(request, filter, Optional.of(token)))
                .switchIfEmpty(
                        Mono.fromSupplier(() -> new Waiting(request, filter, Optional.empty())));
    }

    private Mono<RawJson> answer(Waiting waiting) {
        return waiting.mayWait
                ? polls.withSeat(waiting.requester, waiting::answer)
                : initialSyncs.limit(waiting.requester, waiting.answerAtOnce());
    }

    /** One request while it waits. Used by one thread after the other. */
    private final class Waiting {
        private final Requester requester;
        private final SyncFilter filter;
        private final Options options;
        private final boolean mayWait;
        private final long deadline;
        private Optional<SyncToken> since;

        Waiting(SyncRequest request, SyncFilter filter, Optional<SyncToken> since) {
            this.requester = request.requester();
            this.filter = filter;
            this.options = new Options(request.isFullState(), request.usesStateAfter());
            this.since = since;
            this.mayWait = since.isPresent() && !request.isFullState();
            this.deadline = clock.millis() + request.timeout().toMillis();
        }

        Mono<RawJson> answerAtOnce() {
            return look().map(SyncResponse::json);
        }

        Mono<RawJson> answer(Seat seat) {
            return Mono.defer(() -> joinedRooms.snapshot(user()))
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
            return Mono.usingWhen(
                    Mono.fromCallable(() -> polls.open(seat, rooms)),
                    this::lookAndWait,
                    poll -> Mono.fromRunnable(() -> polls.close(poll)));
        }

        private Mono<RawJson> lookAndWait(LongPoll poll) {
            return look().flatMap(
                            response -> {
                                Duration left = Duration.ofMillis(deadline - clock.millis());
                                if (!response.isEmpty() || !left.isPositive()) {
                                    return Mono.just(response.json());
                                }
                                since = Optional.of(response.next());
                                return poll.await(left)
                                        .filter(wake -> wake != Wake.NEWS)
                                        .map(wake -> response.json());
                            });
        }

        private Mono<SyncResponse> look() {
            return joinedRooms
                    .snapshot(user())
                    .flatMap(
                            snapshot -> {
                                SyncToken now = streams.now(snapshot.position());
                                return responses.make(
                                        requester, filter, options, since, now, snapshot.rooms());
                            });
        }

        private UserId user() {
            return requester.userId();
        }
    }
}
