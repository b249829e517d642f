package dev.ganglion.auth.accountpage;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The devices of a user with their apps. All statements rely on the primary key of devices. */
@Repository
class AccountDevices {
    /** A page that shows more helps nobody. */
    private static final int MOST = 500;

    private final DatabaseClient database;

    AccountDevices(DatabaseClient database) {
        this.database = database;
    }

    /** Those that were in use last come first. */
    Mono<List<AccountDevice>> list(UserId user) {
        return database.sql(
                        """
                        select device.device_id, device.display_name, device.created_at,
                               device.last_seen_at, device.last_seen_ip, client.metadata
                        from auth.device device
                        left join auth.oauth_client client on client.client_id = device.oauth_client_id
                        where device.user_id = :user
                        order by coalesce(device.last_seen_at, device.created_at) desc, device.device_id
                        limit :most
                        """)
                .bind("user", user.value())
                .bind("most", MOST)
                .map(AccountDevices::device)
                .all()
                .collectList();
    }

    Mono<AccountDevice> find(UserId user, DeviceId device) {
        return database.sql(
                        """
                        select device.device_id, device.display_name, device.created_at,
                               device.last_seen_at, device.last_seen_ip, client.metadata
                        from auth.device device
                        left join auth.oauth_client client on client.client_id = device.oauth_client_id
                        where device.user_id = :user and device.device_id = :device
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .map(AccountDevices::device)
                .one();
    }

    private static AccountDevice device(Readable row) {
        return new AccountDevice(
                DeviceId.parse(text(row, "device_id")),
                Optional.ofNullable(row.get("display_name", String.class)),
                Optional.ofNullable(row.get("metadata", String.class)).map(AccountDevices::host),
                Optional.ofNullable(row.get("last_seen_at", Instant.class)),
                Optional.ofNullable(row.get("last_seen_ip", String.class)),
                Objects.requireNonNull(row.get("created_at", Instant.class)));
    }

    private static String host(String metadata) {
        return Json.parseObject(metadata)
                .string("client_uri")
                .map(URI::create)
                .map(URI::getHost)
                .orElse("");
    }
}
