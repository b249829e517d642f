package dev.ganglion.sync.slidingsync;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.connection.ConnectionKey;
import dev.ganglion.sync.connection.ConnectionState;
import dev.ganglion.sync.connection.Connections;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.joinedrooms.Snapshot;
import dev.ganglion.sync.longpoll.LongPoll;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.longpoll.Seat;
import dev.ganglion.sync.longpoll.Wake;
import dev.ganglion.sync.response.InitialSyncs;
import dev.ganglion.sync.response.Streams;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers when there is something new, or when the client has waited long enough. A request that
 * has found nothing is registered before it looks once more, so nothing that happens in between is
 * missed. What was told is stored before the client gets it.
 */
@Service
class SlidingSyncService {
    private final Connections connections;
    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final LongPolls polls;
    private final AnswerMaker answers;
    private final DeviceExtensions devices;
    private final InitialSyncs initialSyncs;

    SlidingSyncService(
            Connections connections,
            Streams streams,
            JoinedRooms joinedRooms,
            LongPolls polls,
            AnswerMaker answers,
            DeviceExtensions devices,
            InitialSyncs initialSyncs) {
        this.connections = connections;
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.polls = polls;
        this.answers = answers;
        this.devices = devices;
        this.initialSyncs = initialSyncs;
    }

    /** The answer's JSON. Without a position the client begins anew and is answered at once. */
    Mono<byte[]> sync(
            Requester requester,
            SlidingRequest request,
            Optional<SlidingPosition> position,
            Duration timeout) {
        ConnectionKey key = ConnectionKey.of(requester, request.connection());
        return devices.acknowledge(requester, request.extensions())
                .then(
                        Mono.defer(
                                () ->
                                        position.map(
                                                        at ->
                                                                goOn(
                                                                        key, requester, request, at,
                                                                        timeout))
                                                .orElseGet(() -> begin(key, requester, request))));
    }

    private Mono<byte[]> begin(ConnectionKey key, Requester requester, SlidingRequest request) {
        Question question =
                new Question(requester, request, ConnectionState.begin(key), Optional.empty(), 0);
        return initialSyncs.limit(
                requester,
                joinedRooms
                        .snapshot(requester.userId())
                        .flatMap(snapshot -> answers.make(question, snapshot))
                        .flatMap(answer -> give(question, answer)));
    }

    private Mono<byte[]> goOn(
            ConnectionKey key,
            Requester requester,
            SlidingRequest request,
            SlidingPosition position,
            Duration timeout) {
        SyncToken since = position.token();
        return connections
                .get(key, position.connection(), position.number())
                .filterWhen(_ -> streams.reach(since))
                .switchIfEmpty(Mono.error(Connections::unknownPosition))
                .map(
                        state ->
                                new Question(
                                        requester,
                                        request,
                                        state,
                                        Optional.of(since),
                                        position.threadSubscriptions()))
                .flatMap(question -> answerInTime(question, timeout));
    }

    private Mono<byte[]> answerInTime(Question question, Duration timeout) {
        Waiting waiting = new Waiting(question, System.nanoTime() + timeout.toNanos());
        return polls.withSeat(question.requester(), waiting::answer);
    }

    private Mono<byte[]> give(Question question, Answer answer) {
        return connections
                .advance(question.connection(), answer.changes())
                .map(
                        state ->
                                answer.write(
                                        SlidingPosition.of(
                                                state,
                                                answer.next(),
                                                answer.threadSubscriptions())));
    }

    /** One request while it waits. */
    private final class Waiting {
        private final Question question;
        private final long deadline;

        Waiting(Question question, long deadline) {
            this.question = question;
            this.deadline = deadline;
        }

        Mono<byte[]> answer(Seat seat) {
            return Mono.defer(this::look)
                    .filter(this::isToBeSent)
                    .switchIfEmpty(Mono.defer(() -> register(seat)))
                    .repeatWhenEmpty(Integer.MAX_VALUE, again -> again)
                    .flatMap(answer -> give(question, answer));
        }

        private Mono<Answer> register(Seat seat) {
            return joinedRooms
                    .snapshot(question.requester().userId())
                    .flatMap(snapshot -> lookAndWait(seat, snapshot));
        }

        private Mono<Answer> look() {
            return joinedRooms
                    .snapshot(question.requester().userId())
                    .flatMap(snapshot -> answers.make(question, snapshot));
        }

        private boolean isToBeSent(Answer answer) {
            return !answer.isEmpty() || !left().isPositive();
        }

        private Duration left() {
            return Duration.ofNanos(deadline - System.nanoTime());
        }

        /** Empty when it was woken and has to look once more. */
        private Mono<Answer> lookAndWait(Seat seat, Snapshot snapshot) {
            List<Long> rooms =
                    snapshot.rooms().joined().stream()
                            .map(Member::room)
                            .map(room -> room.nid())
                            .toList();
            return Mono.usingWhen(
                    Mono.fromCallable(() -> polls.open(seat, rooms, false)),
                    this::lookAndWait,
                    poll -> Mono.fromRunnable(() -> polls.close(poll)));
        }

        private Mono<Answer> lookAndWait(LongPoll poll) {
            return look().flatMap(answer -> answerOrWait(poll, answer));
        }

        private Mono<Answer> answerOrWait(LongPoll poll, Answer answer) {
            return isToBeSent(answer)
                    ? Mono.just(answer)
                    : poll.await(left()).filter(wake -> wake != Wake.NEWS).map(_ -> answer);
        }
    }
}
