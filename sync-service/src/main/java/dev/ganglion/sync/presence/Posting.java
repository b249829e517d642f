package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.presence.Board.Posted;
import dev.ganglion.sync.presence.Feed.Collected;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts updates on this replica's board and wakes those whom they concern: everything that came
 * within a window at once, so that a request is woken once for all of it.
 */
@Component
class Posting {
    private static final int ROOMS_AT_ONCE = 4;

    private final Feed feed;
    private final PresenceStore store;
    private final Board board;
    private final Outbox outbox;
    private final Neighbours neighbours;
    private final Clock clock;
    private final Wakes wakes;

    /** Whose rooms are others now. */
    private final Set<UserId> moved = ConcurrentHashMap.newKeySet();

    Posting(
            Feed feed,
            PresenceStore store,
            Board board,
            Outbox outbox,
            Neighbours neighbours,
            Clock clock,
            Wakes wakes) {
        this.feed = feed;
        this.store = store;
        this.board = board;
        this.outbox = outbox;
        this.neighbours = neighbours;
        this.clock = clock;
        this.wakes = wakes;
    }

    /** Where a user's presence is told. */
    @Component
    static class Neighbours {
        private final JoinedRooms joined;
        private final SpreadingRooms spreading;

        Neighbours(JoinedRooms joined, SpreadingRooms spreading) {
            this.joined = joined;
            this.spreading = spreading;
        }

        Mono<Set<Long>> of(UserId user) {
            return joined.snapshot(user).flatMap(snapshot -> spreading.of(snapshot.rooms()));
        }
    }

    /** Wakes those who wait, and counts. */
    @Component
    static class Wakes {
        private final LongPolls polls;
        private final Counter updates;
        private final Counter woken;

        Wakes(LongPolls polls, MeterRegistry metrics, Board board) {
            this.polls = polls;
            this.updates = metrics.counter("ganglion.presence.updates");
            this.woken = metrics.counter("ganglion.presence.wakes");
            metrics.gauge("ganglion.presence.users", board, Board::size);
        }

        void wake(Collection<Posted> news) {
            Set<Long> rooms = new HashSet<>();
            news.forEach(posted -> rooms.addAll(posted.rooms()));
            updates.increment(news.size());
            woken.increment(polls.wakeForPresence(rooms));
        }
    }

    /** The user has joined or left a room. */
    void moved(UserId user) {
        if (board.find(user).isPresent()) {
            moved.add(user);
        }
    }

    /**
     * Errors when the database is away; then nothing is lost, but told later. While Redis is away
     * nothing is told.
     *
     * @param epoch the one that Redis has answered meanwhile
     */
    Mono<Void> round(int epoch) {
        return Mono.defer(() -> feed.isIncomplete(epoch) ? readAll() : Mono.<Void>empty())
                .onErrorResume(
                        failure -> {
                            feed.miss();
                            return Mono.empty();
                        })
                .then(Mono.defer(() -> Mono.justOrEmpty(feed.collect())))
                .flatMap(this::post)
                .then(Mono.defer(this::move));
    }

    /** Forgets those who have been offline for long. */
    void forget() {
        board.forgetOffline(clock.millis() - PresenceProperties.REMEMBERED.toMillis());
    }

    private Mono<Void> readAll() {
        return Mono.defer(
                () -> {
                    feed.begin();
                    return store.take(List.of(), 0)
                            .map(answer -> new PresenceMark(answer.epoch(), answer.number()))
                            .zipWhen(mark -> store.all())
                            .doOnNext(read -> feed.read(read.getT1(), read.getT2()))
                            .doOnNext(read -> heal(read.getT1()))
                            .then();
                });
    }

    /** Redis has lost what it had: what this replica knows is told to it. */
    private void heal(PresenceMark read) {
        if (board.mark().epoch() != 0 && board.mark().epoch() != read.epoch()) {
            board.all().forEach(posted -> outbox.add(Sign.heals(posted.told())));
        }
    }

    private Mono<Void> post(Collected collected) {
        if (collected.updates().isEmpty() && collected.upTo().equals(board.mark())) {
            return Mono.empty();
        }
        return Flux.fromIterable(collected.updates())
                .filter(told -> !board.has(collected.upTo().epoch(), told))
                .flatMap(this::posted, ROOMS_AT_ONCE)
                .collectList()
                .doOnError(failure -> feed.miss())
                .doOnNext(
                        news -> {
                            board.post(collected.upTo(), news);
                            wakes.wake(news);
                        })
                .then();
    }

    private Mono<Posted> posted(Told told) {
        return neighbours.of(told.user()).map(rooms -> new Posted(told, rooms, clock.millis()));
    }

    private Mono<Void> move() {
        return Flux.fromIterable(Set.copyOf(moved))
                .doOnNext(moved::remove)
                .flatMap(user -> Mono.justOrEmpty(board.find(user)))
                .flatMap(
                        before ->
                                neighbours
                                        .of(before.told().user())
                                        .map(
                                                rooms ->
                                                        new Posted(
                                                                before.told(), rooms, before.at())),
                        ROOMS_AT_ONCE)
                .collectList()
                .doOnNext(again -> board.post(board.mark(), again))
                .then();
    }
}
