package dev.ganglion.sync.joinedrooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.MembershipRepository.Loaded;
import dev.ganglion.sync.ring.EventStream;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The memberships of the users who are syncing. Each is loaded once and then follows the event
 * stream.
 */
@Service
public class JoinedRooms {
    private static final long MAX_MEMBERSHIPS = 2_000_000;
    private static final int MAX_LOADS = 100;
    private static final Duration KEPT = Duration.ofHours(1);

    private final EventStream events;
    private final MembershipRepository memberships;
    private final Cache<UserId, RoomsOfUser> cache =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_MEMBERSHIPS)
                    .weigher((UserId user, RoomsOfUser rooms) -> 1 + rooms.all().size())
                    .expireAfterAccess(KEPT)
                    .build();

    JoinedRooms(EventStream events, MembershipRepository memberships) {
        this.events = events;
        this.memberships = memberships;
        events.onAppend(this::follow);
    }

    /** The user's rooms now, and the position of now. */
    public Mono<Snapshot> snapshot(UserId user) {
        return Mono.defer(() -> cached(user).map(Mono::just).orElseGet(() -> load(user)));
    }

    private Optional<Snapshot> cached(UserId user) {
        return events.at(
                position ->
                        Optional.ofNullable(cache.getIfPresent(user))
                                .map(rooms -> new Snapshot(position, rooms)));
    }

    private Mono<Snapshot> load(UserId user) {
        return memberships
                .load(user)
                .delayUntil(loaded -> events.reach(loaded.asOf()))
                .flatMap(loaded -> Mono.justOrEmpty(install(user, loaded)))
                .repeatWhenEmpty(MAX_LOADS, again -> again);
    }

    /**
     * What was read may be older than the stream by now: the events in between are in memory. Empty
     * when they are not any more; then it is read again.
     */
    private Optional<Snapshot> install(UserId user, Loaded loaded) {
        return events.at(
                position ->
                        events.between(loaded.asOf(), position)
                                .map(news -> install(user, loaded.rooms().after(user, news)))
                                .map(now -> new Snapshot(position, now)));
    }

    private RoomsOfUser install(UserId user, RoomsOfUser now) {
        cache.put(user, now);
        return now;
    }

    private void follow(List<TimelineEvent> batch) {
        for (TimelineEvent event : batch) {
            if (event.isMember()) {
                UserId.tryParse(event.header().stateKey().orElseThrow())
                        .ifPresent(
                                user ->
                                        cache.asMap()
                                                .computeIfPresent(
                                                        user,
                                                        (key, rooms) ->
                                                                rooms.after(user, List.of(event))));
            }
        }
    }
}
