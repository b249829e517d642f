package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers when and where devices were last seen, and writes it down for all of them at once. It
 * is a few minutes out of date, because gateways ask about a token only now and then; what a crash
 * loses here is seen again soon.
 */
@Component
class LastSeen {
    private final DatabaseClient database;
    private final Clock clock;
    private final Map<UserDevice, Sighting> sightings = new ConcurrentHashMap<>();

    LastSeen(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Sighting(UserDevice device, Instant at, Optional<String> address) {}

    void note(Requester requester, Optional<String> address) {
        requester
                .deviceId()
                .map(device -> new UserDevice(requester.userId(), device))
                .ifPresent(key -> sightings.put(key, new Sighting(key, clock.instant(), address)));
    }

    Mono<Void> write() {
        return Mono.defer(
                () -> {
                    List<Sighting> batch = new ArrayList<>();
                    sightings.forEach(
                            (key, sighting) -> {
                                if (sightings.remove(key, sighting)) {
                                    batch.add(sighting);
                                }
                            });
                    return batch.isEmpty() ? Mono.empty() : write(batch);
                });
    }

    /**
     * Rows in one order, so that two replicas never wait for each other in a circle; and locked no
     * more than needed, so that whoever adds keys to some of them does not wait at all.
     */
    private Mono<Void> write(List<Sighting> batch) {
        return database.sql(
                        """
                        update auth.device
                        set last_seen_at = greatest(device.last_seen_at, seen.at),
                            last_seen_ip = coalesce(seen.address, device.last_seen_ip)
                        from (
                            select locked.user_id, locked.device_id, seen.at, seen.address
                            from unnest(:users::text[], :devices::text[], :times::timestamptz[], :addresses::text[])
                                as seen (user_id, device_id, at, address)
                            join auth.device locked using (user_id, device_id)
                            order by locked.user_id, locked.device_id
                            for no key update of locked) seen
                        where device.user_id = seen.user_id and device.device_id = seen.device_id
                        """)
                .bind("users", column(batch, sighting -> sighting.device.userId().value()))
                .bind("devices", column(batch, sighting -> sighting.device.deviceId().value()))
                .bind("times", column(batch, sighting -> sighting.at.toString()))
                .bind("addresses", column(batch, sighting -> sighting.address.orElse(null)))
                .then();
    }

    private static @Nullable String[] column(
            List<Sighting> batch, Function<Sighting, @Nullable String> value) {
        @Nullable String[] column = new @Nullable String[batch.size()];
        Arrays.setAll(column, i -> value.apply(batch.get(i)));
        return column;
    }
}
