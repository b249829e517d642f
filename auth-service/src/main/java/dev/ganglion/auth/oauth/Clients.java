package dev.ganglion.auth.oauth;

import static dev.ganglion.service.database.Rows.text;

import com.nimbusds.oauth2.sdk.OAuth2Error;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The clients that have registered. Every copy of an app registers itself: those that say the same
 * are one client, so that their number is that of apps and not of people. All statements rely on
 * the primary key unless they say otherwise.
 */
@Repository
class Clients {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** That a client is used is written down only so often. */
    private static final Duration TOUCH_INTERVAL = Duration.ofHours(1);

    /** Counts only where there is no such client yet. What a user has allowed counts as use. */
    private static final String INSERT =
            """
            with evicted as (
                delete from auth.oauth_client
                where client_id = (
                    select client.client_id
                    from auth.oauth_client client
                    where not client.is_used
                      and not exists (select from auth.oauth_client where client_id = :id)
                      and (select count(*) from auth.oauth_client) >= :most
                      and not exists (
                          select
                          from auth.oauth_code code
                          where code.client_id = client.client_id)
                      and not exists (
                          select
                          from auth.oauth_device_grant waiting
                          where waiting.client_id = client.client_id
                            and waiting.user_id is not null)
                      and not exists (
                          select
                          from auth.device device
                          where device.oauth_client_id = client.client_id)
                    order by client.created_at
                    limit 1
                    for update of client skip locked)
                returning client_id)
            insert into auth.oauth_client (client_id, metadata, created_at, last_used_at)
            select :id, :metadata, :now, :now
            where exists (select from auth.oauth_client where client_id = :id)
               or (select count(*) from auth.oauth_client) < :most
               or exists (select from evicted)
            on conflict (client_id) do update
            set last_used_at = excluded.last_used_at
            """;

    private final DatabaseClient database;
    private final OAuthProperties properties;
    private final Clock clock;

    Clients(DatabaseClient database, OAuthProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * One too many takes the place of the oldest that nobody has ever used; fails with {@code
     * temporarily_unavailable} when there is none such.
     */
    Mono<Client> register(JsonObject metadata) {
        String text = metadata.toString();
        Client client = new Client(UnpaddedBase64.encodeUrlSafe(Sha256.of(text)), metadata);
        return insert(client.id(), text)
                .filter(rows -> rows > 0)
                .switchIfEmpty(
                        Mono.error(() -> OAuthException.of(OAuth2Error.TEMPORARILY_UNAVAILABLE)))
                .thenReturn(client);
    }

    /** Relies on oauth_client_never_used. */
    private Mono<Long> insert(String id, String metadata) {
        return database.sql(INSERT)
                .bind("id", id)
                .bind("metadata", metadata)
                .bind("now", clock.instant())
                .bind("most", properties.maxClients())
                .fetch()
                .rowsUpdated();
    }

    /** Empty when it never registered, or was forgotten since. */
    Mono<Client> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        select client_id, metadata
                        from auth.oauth_client
                        where client_id = :id
                        """)
                .bind("id", id)
                .map(row -> Client.parse(text(row, "client_id"), text(row, "metadata")))
                .one();
    }

    /** Fails with {@code invalid_client} when there is no such client. */
    Mono<Client> get(String id) {
        return find(id).switchIfEmpty(Mono.error(OAuthException::unknownClient));
    }

    /** The client is in use. */
    Mono<Void> touch(Client client) {
        Instant now = clock.instant();
        return database.sql(
                        """
                        update auth.oauth_client
                        set last_used_at = :now
                        where client_id = :id and last_used_at < :before
                        """)
                .bind("id", client.id())
                .bind("now", now)
                .bind("before", now.minus(TOUCH_INTERVAL))
                .then();
    }

    /** Somebody signs in with the client: it stays for as long as its devices, and after them. */
    Mono<Void> markUsed(Client client) {
        return database.sql(
                        """
                        update auth.oauth_client
                        set last_used_at = :now, is_used = true
                        where client_id = :id and (not is_used or last_used_at < :before)
                        """)
                .bind("id", client.id())
                .bind("now", clock.instant())
                .bind("before", clock.instant().minus(TOUCH_INTERVAL))
                .then();
    }

    /** Relies on oauth_client_last_used, oauth_client_never_used and device_oauth_client. */
    Mono<Void> forgetUnused() {
        return database.sql(
                        """
                        delete from auth.oauth_client client
                        where (client.last_used_at < :before
                                or (not client.is_used and client.last_used_at < :beforeNeverUsed))
                          and not exists (
                              select
                              from auth.device device
                              where device.oauth_client_id = client.client_id)
                        """)
                .bind("before", clock.instant().minus(properties.unusedClientRetention()))
                .bind(
                        "beforeNeverUsed",
                        clock.instant().minus(properties.neverUsedClientRetention()))
                .then();
    }
}
