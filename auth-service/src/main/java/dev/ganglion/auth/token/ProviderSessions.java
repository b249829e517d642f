package dev.ganglion.auth.token;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Optional;

/** Which devices a single sign-on provider logged in. */
@Repository
class ProviderSessions {
    private final DatabaseClient database;

    ProviderSessions(DatabaseClient database) {
        this.database = database;
    }

    /** Belongs into the transaction of the login, after the former has been forgotten. */
    Mono<Void> remember(UserDevice device, Optional<ProviderSession> origin) {
        return Mono.justOrEmpty(origin).flatMap(known -> insert(device, known));
    }

    /** Before a login of any kind on a device that was there already. */
    Mono<Void> forget(UserDevice device) {
        return database.sql(
                        """
                        delete from auth.provider_session
                        where user_id = :user and device_id = :device
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .then();
    }

    /** Devices of one session of the provider; relies on provider_session_session. */
    Flux<UserDevice> listOfSession(String provider, String id) {
        return database.sql(
                        """
                        select user_id, device_id
                        from auth.provider_session
                        where provider = :provider and provider_session = :id
                        """)
                .bind("provider", provider)
                .bind("id", id)
                .map(ProviderSessions::device)
                .all();
    }

    /** All devices of somebody; relies on provider_session_subject. */
    Flux<UserDevice> listOfSubject(String provider, String subject) {
        return database.sql(
                        """
                        select user_id, device_id
                        from auth.provider_session
                        where provider = :provider and subject = :subject
                        """)
                .bind("provider", provider)
                .bind("subject", subject)
                .map(ProviderSessions::device)
                .all();
    }

    private static UserDevice device(Readable row) {
        return new UserDevice(
                UserId.parse(text(row, "user_id")), DeviceId.parse(text(row, "device_id")));
    }

    private Mono<Void> insert(UserDevice device, ProviderSession origin) {
        return database.sql(
                        """
                        insert into auth.provider_session
                            (user_id, device_id, provider, subject, provider_session)
                        values (:user, :device, :provider, :subject, :id)
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("provider", origin.provider())
                .bind("subject", origin.subject())
                .bind("id", Parameters.in(R2dbcType.VARCHAR, origin.id().orElse(null)))
                .then();
    }
}
