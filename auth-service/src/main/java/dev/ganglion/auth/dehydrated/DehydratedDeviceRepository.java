package dev.ganglion.auth.dehydrated;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** Dehydrated devices. Reading relies on device_dehydrated. */
@Repository
class DehydratedDeviceRepository {
    private final DatabaseClient database;
    private final Clock clock;

    DehydratedDeviceRepository(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Mono<DehydratedDevice> find(UserId user) {
        return database.sql(
                        """
                        select device_id, dehydrated_data
                        from auth.device
                        where user_id = :user and dehydrated_data is not null
                        """)
                .bind("user", user.value())
                .map(
                        row ->
                                new DehydratedDevice(
                                        id(row),
                                        RawJson.ofTrusted(
                                                text(row, "dehydrated_data")
                                                        .getBytes(StandardCharsets.UTF_8))))
                .one();
    }

    Mono<DeviceId> findId(UserId user) {
        return database.sql(
                        """
                        select device_id
                        from auth.device
                        where user_id = :user and dehydrated_data is not null
                        """)
                .bind("user", user.value())
                .map(DehydratedDeviceRepository::id)
                .one();
    }

    /** Empty where there is a device of this ID, or the account has ended. */
    Mono<DeviceId> add(UserId user, DeviceId device, Optional<String> name, String data) {
        return database.sql(
                        """
                        insert into auth.device (user_id, device_id, display_name, created_at, dehydrated_data)
                        select user_id, :device, :name, :now, :data
                        from auth.account
                        where user_id = :user and deactivated_at is null
                        on conflict (user_id, device_id) do nothing
                        returning device_id
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .bind("name", Parameters.in(R2dbcType.VARCHAR, name.orElse(null)))
                .bind("now", clock.instant())
                .bind("data", data)
                .map(DehydratedDeviceRepository::id)
                .one();
    }

    private static DeviceId id(Readable row) {
        return DeviceId.parse(text(row, "device_id"));
    }
}
