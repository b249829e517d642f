package dev.ganglion.auth.device;

import dev.ganglion.auth.token.DeviceProperties;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Devices of users, to read and rename. All statements rely on the primary key. */
@Repository
class DeviceRepository {
    private final DatabaseClient database;
    private final DeviceProperties properties;
    private final Clock clock;

    DeviceRepository(DatabaseClient database, DeviceProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /** Without the dehydrated one, which nobody is logged in on. */
    Mono<List<Device>> list(UserId user) {
        return database.sql(
                        """
                        select device_id, display_name, last_seen_ip, last_seen_at
                        from auth.device
                        where user_id = :user and dehydrated_data is null
                        order by device_id
                        """)
                .bind("user", user.value())
                .map(DeviceRepository::device)
                .all()
                .collectList();
    }

    Mono<Device> find(UserId user, DeviceId device) {
        return database.sql(
                        """
                        select device_id, display_name, last_seen_ip, last_seen_at
                        from auth.device
                        where user_id = :user and device_id = :device
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .map(DeviceRepository::device)
                .one();
    }

    /**
     * A device that nobody is logged in on, if there are not too many; one that is there already
     * stays as it is. Whether it was made.
     */
    Mono<Boolean> make(UserId user, DeviceId device, Optional<String> name) {
        return database.sql(
                        """
                        insert into auth.device (user_id, device_id, display_name, created_at)
                        select :user, :device, :name, :now
                        where (select count(*) from auth.device where user_id = :user) < :max
                        on conflict (user_id, device_id) do update
                        set display_name = device.display_name
                        """)
                .bind("max", properties.maxPerUser())
                .bind("user", user.value())
                .bind("device", device.value())
                .bind("name", Parameters.in(R2dbcType.VARCHAR, name.orElse(null)))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Whether it had another name, or none. */
    Mono<Boolean> rename(UserId user, DeviceId device, String name) {
        return database.sql(
                        """
                        update auth.device
                        set display_name = :name
                        where user_id = :user and device_id = :device
                          and display_name is distinct from :name
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Device device(Readable row) {
        return new Device(
                DeviceId.parse(String.valueOf(row.get("device_id", String.class))),
                Optional.ofNullable(row.get("display_name", String.class)),
                Optional.ofNullable(row.get("last_seen_ip", String.class)),
                Optional.ofNullable(row.get("last_seen_at", Instant.class))
                        .map(Instant::toEpochMilli));
    }
}
