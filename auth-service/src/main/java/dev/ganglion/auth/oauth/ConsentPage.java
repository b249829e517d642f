package dev.ganglion.auth.oauth;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.page.ContentPolicy;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks whether an app may act as the user. */
@Component
class ConsentPage {
    private final DatabaseClient database;

    ConsentPage(DatabaseClient database) {
        this.database = database;
    }

    /** Says whom it is about, which app, on which device, and where its answer goes. */
    Mono<Page> page(Authorization authorization, String query, BrowserSession session) {
        return isKnown(session.userId(), authorization.scope().deviceId())
                .map(
                        isKnown -> {
                            Map<String, Object> values =
                                    values(authorization.client(), authorization.scope(), session);
                            values.put("request", query);
                            values.put("isKnownDevice", isKnown);
                            values.put("target", target(authorization.redirectUri()));
                            return Page.of("consent", values)
                                    .withPolicy(policy(authorization.redirectUri()));
                        });
    }

    /** The same question of a device that waits elsewhere. */
    Mono<Page> page(
            Client client, MatrixScope scope, Map<String, String> more, BrowserSession session) {
        return isKnown(session.userId(), scope.deviceId())
                .map(
                        isKnown -> {
                            Map<String, Object> values = values(client, scope, session);
                            values.put("isKnownDevice", isKnown);
                            values.putAll(more);
                            return Page.of("device-consent", values);
                        });
    }

    private static Map<String, Object> values(
            Client client, MatrixScope scope, BrowserSession session) {
        Map<String, Object> values = new HashMap<>(client.shown());
        values.put("user", session.userId().value());
        values.put("device", scope.deviceId().value());
        return values;
    }

    /** Browsers hold a form's policy against where its answer sends them, too. */
    private static ContentPolicy policy(String redirectUri) {
        return ContentPolicy.STRICT.withFormTarget(RedirectUris.policySource(redirectUri));
    }

    private static String target(String redirectUri) {
        URI uri = URI.create(redirectUri);
        return Optional.ofNullable(uri.getHost()).orElse(uri.getScheme() + ":");
    }

    /** Whether tokens for this device end those that it has. Relies on the primary key. */
    private Mono<Boolean> isKnown(UserId user, DeviceId device) {
        return database.sql(
                        """
                        select exists (
                            select
                            from auth.device
                            where user_id = :user and device_id = :device) as known
                        """)
                .bind("user", user.value())
                .bind("device", device.value())
                .mapValue(Boolean.class)
                .one();
    }
}
