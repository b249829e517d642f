package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.joinedrooms.Snapshot;
import dev.ganglion.sync.longpoll.LongPoll;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.longpoll.Seat;
import dev.ganglion.sync.longpoll.Wake;
import dev.ganglion.sync.token.SyncToken;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers when there is something new, or when the client has waited long enough. A request that
 * has found nothing is registered before it looks once more, so nothing that happens in between is
 * missed; one that finds something is never registered, which costs as much as its user has rooms.
 */
@Component
class Waits {
    private final JoinedRooms joinedRooms;
    private final LongPolls polls;
    private final Clock clock;

    Waits(JoinedRooms joinedRooms, LongPolls polls, Clock clock) {
        this.joinedRooms = joinedRooms;
        this.polls = polls;
        this.clock = clock;
    }

    /**
     * What waits.
     *
     * @param watched rooms that are waited for besides those that the user is in
     * @param wantsPresence whether presence of others is news, too
     * @param look makes the response since a token
     */
    record Wait(
            Requester requester,
            Set<Long> watched,
            boolean wantsPresence,
            SyncToken since,
            Duration timeout,
            Function<SyncToken, Mono<SyncResponse>> look) {}

    /** The response's JSON. */
    Mono<RawJson> answer(Wait wait) {
        Waiting waiting = new Waiting(wait, clock.millis() + wait.timeout().toMillis());
        return polls.withSeat(wait.requester(), waiting::answer);
    }

    /**
     * One request while it waits. What it has found is in its fields, and not in the operators that
     * have found it, for those would live as long as it waits. Used by one thread after the other.
     */
    private final class Waiting {
        private final Wait wait;
        private final long deadline;
        private SyncToken since;
        private @Nullable SyncResponse found;

        Waiting(Wait wait, long deadline) {
            this.wait = wait;
            this.deadline = deadline;
            this.since = wait.since();
        }

        Mono<RawJson> answer(Seat seat) {
            return look(Mono.defer(() -> register(seat)))
                    .repeatWhenEmpty(Integer.MAX_VALUE, again -> again);
        }

        /** Answers with what there is, or otherwise. */
        private Mono<RawJson> look(Mono<RawJson> otherwise) {
            return Mono.defer(() -> wait.look().apply(since))
                    .doOnNext(this::find)
                    .then(Mono.defer(() -> isToBeSent() ? Mono.just(found().json()) : otherwise));
        }

        private void find(SyncResponse response) {
            found = response;
            since = response.isEmpty() ? response.toWaitFrom() : since;
        }

        private SyncResponse found() {
            return Objects.requireNonNull(found);
        }

        private boolean isToBeSent() {
            return !found().isEmpty() || !left().isPositive();
        }

        private Duration left() {
            return Duration.ofMillis(deadline - clock.millis());
        }

        /** Empty when it was woken and has to look once more. */
        private Mono<RawJson> register(Seat seat) {
            Mono<LongPoll> open =
                    joinedRooms
                            .snapshot(wait.requester().userId())
                            .map(
                                    snapshot ->
                                            polls.open(
                                                    seat, rooms(snapshot), wait.wantsPresence()));
            return Mono.usingWhen(
                    open,
                    poll -> look(Mono.defer(() -> await(poll))),
                    poll -> Mono.fromRunnable(() -> polls.close(poll)));
        }

        private List<Long> rooms(Snapshot snapshot) {
            Stream<Long> joined =
                    snapshot.rooms().all().stream()
                            .filter(Member::isJoined)
                            .map(member -> member.room().nid());
            return Stream.concat(joined, wait.watched().stream()).toList();
        }

        private Mono<RawJson> await(LongPoll poll) {
            return poll.await(left()).filter(wake -> wake != Wake.NEWS).map(_ -> found().json());
        }
    }
}
