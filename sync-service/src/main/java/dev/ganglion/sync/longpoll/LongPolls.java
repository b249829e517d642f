package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.ring.EventStream;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The requests that wait at this replica, found by user and by room. One that waits costs its
 * entries here and a timer. When the service stops, they are answered before the web server waits
 * for them.
 */
@Service
public class LongPolls implements SmartLifecycle {
    private final Map<UserId, Set<LongPoll>> byUser = new ConcurrentHashMap<>();
    private final Map<Long, Set<LongPoll>> byRoom = new ConcurrentHashMap<>();
    private final Seats seats;
    private volatile boolean isRunning;

    LongPolls(EventStream events, Seats seats, MeterRegistry metrics) {
        this.seats = seats;
        events.onAppend(this::wakeReaders);
        metrics.gaugeMapSize("ganglion.long.poll.users", List.of(), byUser);
    }

    /**
     * Does a request's work with a seat for it. The oldest request of a device or user that has too
     * many loses its seat: it waits no more.
     */
    public <T> Mono<T> withSeat(Requester requester, Function<Seat, Mono<T>> work) {
        return seats.during(requester, work);
    }

    /**
     * To be opened before the last look at what is new.
     *
     * @param wantsPresence whether others' presence is news
     */
    public LongPoll open(Seat seat, Collection<Long> rooms, boolean wantsPresence) {
        LongPoll poll = new LongPoll(seat, Set.copyOf(rooms), wantsPresence);
        add(byUser, seat.requester().userId(), poll);
        poll.rooms().forEach(room -> add(byRoom, room, poll));
        if (!isRunning) {
            poll.wake(Wake.SHUTDOWN);
        }
        return poll;
    }

    public void close(LongPoll poll) {
        remove(byUser, poll.requester().userId(), poll);
        poll.rooms().forEach(room -> remove(byRoom, room, poll));
    }

    public void wakeUser(UserId user) {
        byUser.getOrDefault(user, Set.of()).forEach(poll -> poll.wake(Wake.NEWS));
    }

    public void wakeDevice(DeviceRef device) {
        byUser.getOrDefault(device.userId(), Set.of()).stream()
                .filter(poll -> poll.isOf(device.deviceId()))
                .forEach(poll -> poll.wake(Wake.NEWS));
    }

    public void wakeRoom(long roomNid) {
        byRoom.getOrDefault(roomNid, Set.of()).forEach(poll -> poll.wake(Wake.NEWS));
    }

    /**
     * Wakes those in these rooms who want presence, each once.
     *
     * @return how many it has woken
     */
    public int wakeForPresence(Set<Long> rooms) {
        Set<LongPoll> concerned = new HashSet<>();
        rooms.forEach(room -> concerned.addAll(byRoom.getOrDefault(room, Set.of())));
        concerned.removeIf(poll -> !poll.wantsPresence());
        concerned.forEach(poll -> poll.wake(Wake.NEWS));
        return concerned.size();
    }

    /**
     * Ends those of the requests whose tokens are dead; only logouts are shown as errors. One whose
     * end was lost lives until its timeout: to wake everybody for it would cost more.
     */
    void end(SessionsEnded ended) {
        Set<LongPoll> concerned =
                ended.user().map(user -> byUser.getOrDefault(user, Set.of())).orElse(Set.of());
        for (LongPoll poll : concerned) {
            switch (End.of(ended, poll.requester())) {
                case LOGOUT -> poll.revoke();
                case REPLACEMENT -> poll.wake(Wake.TOKEN_REPLACED);
                case NONE -> {}
            }
        }
    }

    @Override
    public void start() {
        isRunning = true;
    }

    @Override
    public void stop() {
        isRunning = false;
        byUser.values().forEach(polls -> polls.forEach(poll -> poll.wake(Wake.SHUTDOWN)));
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Before everything else stops, the web server included. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void wakeReaders(List<TimelineEvent> batch) {
        Set<Long> rooms = new HashSet<>();
        for (TimelineEvent event : batch) {
            rooms.add(event.room().nid());
            if (event.isMember()) {
                UserId.tryParse(event.header().stateKey().orElseThrow()).ifPresent(this::wakeUser);
            }
        }
        rooms.forEach(this::wakeRoom);
    }

    private static <K> void add(Map<K, Set<LongPoll>> polls, K key, LongPoll poll) {
        polls.compute(
                key,
                (same, present) -> {
                    Set<LongPoll> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
                    all.add(poll);
                    return all;
                });
    }

    private static <K> void remove(Map<K, Set<LongPoll>> polls, K key, LongPoll poll) {
        polls.computeIfPresent(
                key,
                (same, present) -> {
                    present.remove(poll);
                    return present.isEmpty() ? null : present;
                });
    }
}
