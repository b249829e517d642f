package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.Following;
import dev.ganglion.sync.ring.RingLimits;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Thread subscriptions and their stream. Whoever waits is told of the user's own. */
@Service
public class ThreadSubscriptions {
    private static final RingLimits IN_MEMORY = new RingLimits(10_000, DataSize.ofMegabytes(8));

    private final SubscriptionRepository repository;
    private final FollowedStream<ThreadSubscription> stream;
    private final StreamFollower following;

    ThreadSubscriptions(SubscriptionRepository repository, LongPolls polls, Bus bus) {
        this.repository = repository;
        this.stream = new FollowedStream<>(repository, IN_MEMORY);
        stream.onAppend(
                batch -> batch.forEach(subscription -> polls.wakeUser(subscription.userId())));
        this.following = Following.begin(Channel.THREAD_SUBSCRIPTIONS, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    /** Up to where changes have been read. */
    public long position() {
        return stream.position();
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position);
    }

    /** A user's last changes above {@code after}, up to and including {@code upTo}. */
    public Mono<SubscriptionPage> changes(UserId user, long after, long upTo, int limit) {
        return after >= upTo
                ? Mono.just(SubscriptionPage.of(List.of(), limit))
                : Mono.justOrEmpty(stream.between(after, upTo))
                        .map(recent -> SubscriptionPage.of(latest(user, recent), limit))
                        .switchIfEmpty(Mono.defer(() -> page(user, after, upTo, limit)));
    }

    /** The same for who pages: whatever is committed. */
    public Mono<SubscriptionPage> page(UserId user, long after, long upTo, int limit) {
        return repository
                .latest(user, after, upTo, limit + 1)
                .map(found -> SubscriptionPage.of(found, limit));
    }

    /** Forgets what was said of rooms that are gone. */
    public Mono<Void> forgetRemovedRooms() {
        return repository.deleteOfRemovedRooms();
    }

    private record ThreadKey(String roomId, String root) {}

    /** The last of each thread, from the last one back. */
    private static List<ThreadSubscription> latest(UserId user, List<ThreadSubscription> recent) {
        Map<ThreadKey, ThreadSubscription> byThread = new HashMap<>();
        for (ThreadSubscription each : recent) {
            if (each.userId().equals(user) && !each.roomId().isEmpty()) {
                byThread.put(new ThreadKey(each.roomId(), each.threadRoot()), each);
            }
        }
        List<ThreadSubscription> latest = new ArrayList<>(byThread.values());
        latest.sort(Comparator.comparingLong(ThreadSubscription::position).reversed());
        return latest;
    }
}
