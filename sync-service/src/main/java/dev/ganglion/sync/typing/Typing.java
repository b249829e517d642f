package dev.ganglion.sync.typing;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.token.SyncToken.TypingMark;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Who is typing where. Each replica keeps it in memory, tells the others of every change, and ends
 * what has run out by itself; while Redis is down a replica knows only of its own users. A message
 * on {@code ganglion:typing} is {@code {"by", "room_nid", "user_id", "timeout_ms"}}, with a timeout
 * of 0 for an end.
 */
@Service
public class Typing {
    private static final Logger log = LoggerFactory.getLogger(Typing.class);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(500);

    /** A room where nobody types any more is remembered until every client has heard of it. */
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    /** How far the clocks of replicas may be apart. */
    private static final long SKEW_MICROS = 1_000_000;

    private final Map<Long, TypingRoom> rooms = new ConcurrentHashMap<>();
    private final AtomicLong lastChange = new AtomicLong();
    private final int replica = new SecureRandom().nextInt(1, 1_000_000_000);
    private final LongPolls polls;
    private final Bus bus;
    private final Clock clock;
    private final Disposable running;

    Typing(LongPolls polls, Bus bus, Clock clock) {
        this.polls = polls;
        this.bus = bus;
        this.clock = clock;
        this.lastChange.set(clock.millis() * 1_000);
        this.running =
                Disposables.composite(
                        bus.messages(Channel.TYPING).subscribe(this::hear),
                        Flux.interval(TICK).onBackpressureDrop().subscribe(tick -> endOverdue()));
    }

    @PreDestroy
    void stop() {
        running.dispose();
    }

    /**
     * Zero or less for somebody who has stopped. The caller has made sure that the user is in the
     * room.
     */
    void set(long roomNid, UserId user, Duration timeout) {
        long millis = Math.clamp(timeout.toMillis(), 0, LONGEST.toMillis());
        apply(roomNid, user, millis);
        bus.publish(
                Channel.TYPING,
                CanonicalJson.encode(
                        JsonObject.builder()
                                .put("by", replica)
                                .put("room_nid", roomNid)
                                .put("user_id", user.value())
                                .put("timeout_ms", millis)
                                .build()));
    }

    /** What a token made now says of typing. */
    public synchronized TypingMark mark() {
        return new TypingMark(replica, lastChange.get());
    }

    /** The rooms where it has changed since, and who is typing there now. */
    public synchronized Map<Long, List<UserId>> changedSince(
            TypingMark mark, LongPredicate isWanted) {
        long since = mark.replica() == replica ? mark.time() : mark.time() - SKEW_MICROS;
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().changedAt() > since && isWanted.test(room.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, room -> room.getValue().users()));
    }

    /** The rooms where somebody is typing now. */
    public synchronized Map<Long, List<UserId>> now(LongPredicate isWanted) {
        return rooms.entrySet().stream()
                .filter(room -> !room.getValue().until().isEmpty() && isWanted.test(room.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, room -> room.getValue().users()));
    }

    private void hear(byte[] message) {
        try {
            JsonObject said = Json.parseObject(message);
            if (!said.integer("by").filter(by -> by == replica).isPresent()) {
                said.string("user_id")
                        .flatMap(UserId::tryParse)
                        .ifPresent(
                                user ->
                                        apply(
                                                said.integer("room_nid").orElse(0L),
                                                user,
                                                Math.min(
                                                        said.integer("timeout_ms").orElse(0L),
                                                        LONGEST.toMillis())));
            }
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.TYPING, e);
        }
    }

    /** A mark that was given out covers everything that is in the map: hence the lock. */
    private synchronized void apply(long roomNid, UserId user, long timeoutMillis) {
        TypingRoom before = rooms.getOrDefault(roomNid, new TypingRoom(Map.of(), 0));
        TypingRoom after =
                timeoutMillis > 0
                        ? before.with(user, clock.millis() + timeoutMillis, nextChange())
                        : before.without(user, nextChange());
        rooms.put(roomNid, after);
        if (after.changedAt() != before.changedAt()) {
            polls.wakeRoom(roomNid);
        }
    }

    private synchronized void endOverdue() {
        long now = clock.millis();
        rooms.forEach(
                (nid, room) -> {
                    room.ended(now).forEach(user -> apply(nid, user, 0));
                    if (room.until().isEmpty()
                            && room.changedAt() < (now - REMEMBERED.toMillis()) * 1_000) {
                        rooms.remove(nid, room);
                    }
                });
    }

    /** Later than every change before, and by the clock where that allows it. */
    private long nextChange() {
        return lastChange.updateAndGet(last -> Math.max(last + 1, clock.millis() * 1_000));
    }
}
