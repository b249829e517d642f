package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.filter.Filters;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.presence.PresenceNews;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.room.SyncContexts;
import dev.ganglion.sync.token.SyncToken;

import org.reactivestreams.Publisher;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Answers at once what is about everything, and all else when there is something new. */
@Service
class SyncService {
    private final Filters filters;
    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final Waits waits;
    private final SyncContexts contexts;
    private final ResponseMaker responses;
    private final InitialSyncs initialSyncs;

    SyncService(
            Filters filters,
            Streams streams,
            JoinedRooms joinedRooms,
            Waits waits,
            SyncContexts contexts,
            ResponseMaker responses,
            InitialSyncs initialSyncs) {
        this.filters = filters;
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.waits = waits;
        this.contexts = contexts;
        this.responses = responses;
        this.initialSyncs = initialSyncs;
    }

    /**
     * Takes in a request, which is refused now or never. The answer's JSON comes in parts for a
     * client that begins, the first of them when the response cannot be refused any more.
     *
     * @return the answer, which keeps nothing of how the request was taken in
     */
    Mono<Mono<Publisher<byte[]>>> take(SyncRequest request) {
        return filters.resolve(request.requester().userId(), request.filter())
                .flatMap(filter -> question(request, filter))
                .map(question -> answer(question, request.timeout()));
    }

    private Mono<Publisher<byte[]>> answer(Question question, Duration timeout) {
        return question.isAboutEverything()
                ? Mono.just(answerAtOnce(question))
                : answerInTime(question, timeout).map(json -> Mono.just(json.bytes()));
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

    private Flux<byte[]> answerAtOnce(Question question) {
        return initialSyncs.limitParts(
                question.requester(), context(question).flatMapMany(responses::inParts));
    }

    private Mono<RawJson> answerInTime(Question question, Duration timeout) {
        return waits.answer(
                new Waits.Wait(
                        question.requester(),
                        Set.of(),
                        PresenceNews.isWantedBy(question.filter().presenceEvents()),
                        question.since().orElseThrow(),
                        timeout,
                        since -> look(question.since(since))));
    }

    private Mono<SyncResponse> look(Question question) {
        return context(question).flatMap(responses::make);
    }

    private Mono<SyncContext> context(Question question) {
        return joinedRooms
                .snapshot(question.requester().userId())
                .flatMap(
                        snapshot ->
                                contexts.of(
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
}
