package dev.ganglion.sync.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.sync.joinedrooms.RoomsOfUser;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rooms in which a user's presence is told: the smallest ones, as long as all of them together
 * have no more members than one update may cost. Sizes are remembered for a while.
 */
@Component
class SpreadingRooms {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MAX_ROOMS = 200_000;

    private final DatabaseClient database;
    private final PresenceProperties properties;
    private final Counter silent;
    private final Cache<Long, Integer> sizes =
            Caffeine.newBuilder().maximumSize(MAX_ROOMS).expireAfterWrite(KEPT).build();

    SpreadingRooms(DatabaseClient database, PresenceProperties properties, MeterRegistry metrics) {
        this.database = database;
        this.properties = properties;
        this.silent = metrics.counter("ganglion.presence.silent.rooms");
    }

    private record Size(long room, int members) {}

    Mono<Set<Long>> of(RoomsOfUser rooms) {
        List<Long> joined = rooms.joined().stream().map(member -> member.room().nid()).toList();
        Map<Long, Integer> known = new HashMap<>(sizes.getAllPresent(joined));
        List<Long> unknown = joined.stream().filter(room -> !known.containsKey(room)).toList();
        return (unknown.isEmpty() ? Mono.just(known) : load(unknown).map(read -> with(known, read)))
                .map(this::choose);
    }

    private static Map<Long, Integer> with(Map<Long, Integer> known, List<Size> read) {
        read.forEach(size -> known.put(size.room(), size.members()));
        return known;
    }

    private Set<Long> choose(Map<Long, Integer> members) {
        Set<Long> chosen = choose(members, properties.roomMembers(), properties.readers());
        silent.increment(members.size() - chosen.size());
        return chosen;
    }

    /**
     * @param members how many each room has
     * @param ofRoom how many a room may have
     * @param ofAll how many all may have together
     */
    static Set<Long> choose(Map<Long, Integer> members, int ofRoom, int ofAll) {
        Set<Long> chosen = new HashSet<>();
        int readers = 0;
        for (Map.Entry<Long, Integer> room :
                members.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
            readers += room.getValue();
            if (room.getValue() > ofRoom || readers > ofAll) {
                break;
            }
            chosen.add(room.getKey());
        }
        return Set.copyOf(chosen);
    }

    /** Counts no further than it matters. Relies on room_member's primary key. */
    private Mono<List<Size>> load(List<Long> rooms) {
        return database.sql(
                        """
                        select w.room_nid, counts.members::int as members
                        from unnest(:rooms) as w(room_nid)
                        cross join lateral (
                            select count(*) as members
                            from (
                                select
                                from rooms.room_member m
                                where m.room_nid = w.room_nid and m.membership = 'join'
                                limit :most) as counted) as counts
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("most", properties.roomMembers() + 1)
                .map(
                        row ->
                                new Size(
                                        Objects.requireNonNull(row.get("room_nid", Long.class)),
                                        Objects.requireNonNull(row.get("members", Integer.class))))
                .all()
                .doOnNext(size -> sizes.put(size.room(), size.members()))
                .collectList();
    }
}
