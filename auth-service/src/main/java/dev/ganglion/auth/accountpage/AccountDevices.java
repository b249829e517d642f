package dev.ganglion.auth.accountpage;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.oauth.ClientHosts;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The devices of a user with their apps. All statements rely on the primary key of devices. */
@Repository
class AccountDevices {
    /** A page that shows more helps nobody. */
    private static final int MOST = 500;

    private static final String SELECT =
            """
            select device_id, display_name, created_at, last_seen_at, last_seen_ip, oauth_client_id
            from auth.device
            """;

    private final DatabaseClient database;
    private final ClientHosts hosts;

    AccountDevices(DatabaseClient database, ClientHosts hosts) {
        this.database = database;
        this.hosts = hosts;
    }

    /** Those that were in use last come first. */
    Mono<List<AccountDevice>> list(UserId user) {
        return database.sql(
                        SELECT
                                + """
                                where user_id = :user
                                order by coalesce(last_seen_at, created_at) desc, device_id
                                limit :most
                                """)
                .bind("user", user.value())
                .bind("most", MOST)
                .map(AccountDevices::device)
                .all()
                .collectList()
                .flatMap(this::withHosts);
    }

    Mono<AccountDevice> find(UserId user, DeviceId device) {
        return database.sql(
                        SELECT
                                + """
                                where user_id = :user and device_id = :device
                                """)
                .bind("user", user.value())
                .bind("device", device.value())
                .map(AccountDevices::device)
                .one()
                .flatMap(found -> withHosts(List.of(found)))
                .map(List::getFirst);
    }

    private Mono<List<AccountDevice>> withHosts(List<AccountDevice> devices) {
        Set<String> clients =
                devices.stream()
                        .flatMap(device -> device.client().stream())
                        .collect(Collectors.toSet());
        return hosts.of(clients)
                .map(known -> devices.stream().map(device -> device.at(known)).toList());
    }

    private static AccountDevice device(Readable row) {
        return new AccountDevice(
                DeviceId.parse(text(row, "device_id")),
                Optional.ofNullable(row.get("display_name", String.class)),
                Optional.ofNullable(row.get("oauth_client_id", String.class)),
                Optional.empty(),
                Optional.ofNullable(row.get("last_seen_at", Instant.class)),
                Optional.ofNullable(row.get("last_seen_ip", String.class)),
                Objects.requireNonNull(row.get("created_at", Instant.class)));
    }
}
