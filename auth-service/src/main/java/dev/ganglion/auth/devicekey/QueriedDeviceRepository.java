package dev.ganglion.auth.devicekey;

import static dev.ganglion.auth.devicekey.KeyUploadRepository.deviceIds;
import static dev.ganglion.auth.devicekey.KeyUploadRepository.users;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;

import java.util.Objects;
import java.util.Optional;

/** Reads the keys of devices. */
@Repository
class QueriedDeviceRepository {
    private final DatabaseClient database;

    QueriedDeviceRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the primary keys. */
    Flux<QueriedDevice> list(KeyQuery query) {
        return database.sql(
                        """
                        select k.user_id, k.device_id, k.keys, d.display_name
                        from unnest(:wholeUsers) as n(user_id)
                        join auth.device_key k on k.user_id = n.user_id
                        join auth.device d on d.user_id = k.user_id and d.device_id = k.device_id
                        union all
                        select k.user_id, k.device_id, k.keys, d.display_name
                        from unnest(:users, :devices) as n(user_id, device_id)
                        join auth.device_key k on k.user_id = n.user_id and k.device_id = n.device_id
                        join auth.device d on d.user_id = k.user_id and d.device_id = k.device_id
                        """)
                .bind(
                        "wholeUsers",
                        query.wholeUsers().stream().map(UserId::value).toArray(String[]::new))
                .bind("users", users(query.devices()))
                .bind("devices", deviceIds(query.devices()))
                .map(QueriedDeviceRepository::read)
                .all();
    }

    private static QueriedDevice read(Readable row) {
        return new QueriedDevice(
                KeyUploadRepository.device(row),
                RawJson.ofTrusted(Objects.requireNonNull(row.get("keys", byte[].class))),
                Optional.ofNullable(row.get("display_name", String.class)));
    }
}
