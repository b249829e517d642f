package dev.ganglion.auth.appservice;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationService;
import dev.ganglion.service.database.Rows;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Says as whom an application service acts. Application service API, "Identity assertion". */
@Service
public class IdentityAssertion {
    private final DatabaseClient database;
    private final SenderAccounts senders;

    IdentityAssertion(DatabaseClient database, SenderAccounts senders) {
        this.database = database;
        this.senders = senders;
    }

    /**
     * The user that it acts as. Fails with {@code M_FORBIDDEN} for one outside of its namespaces,
     * unknown or deactivated, and with {@code M_UNKNOWN_DEVICE} for a device that the user does not
     * have.
     */
    public Mono<Requester> requester(ApplicationService service, AssertedIdentity asserted) {
        UserId user = asserted.userId().orElse(service.sender());
        if (!service.covers(user)) {
            return Mono.error(
                    MatrixException.forbidden(
                            "The user is outside of the application service's namespaces"));
        }
        return find(user, asserted.deviceId())
                .switchIfEmpty(
                        Mono.defer(() -> made(service, user))
                                .then(Mono.defer(() -> find(user, asserted.deviceId()))))
                .map(found -> requester(service, user, asserted.deviceId(), found));
    }

    private Mono<Void> made(ApplicationService service, UserId user) {
        return user.equals(service.sender())
                ? senders.make(service)
                : Mono.error(
                        MatrixException.forbidden(
                                "The application service has not registered this user"));
    }

    private static Requester requester(
            ApplicationService service, UserId user, Optional<DeviceId> device, Found found) {
        if (found.isDeactivated) {
            throw MatrixException.forbidden("The user is deactivated");
        }
        if (device.isPresent() && !found.hasDevice) {
            throw MatrixException.of(
                    400, ErrorCode.UNKNOWN_DEVICE, "The user does not have this device");
        }
        return new Requester(
                user,
                device,
                found.isAdmin,
                false,
                Optional.of(service.tokenHash()),
                Optional.of(service.id()),
                found.standing);
    }

    private record Found(
            boolean isAdmin, boolean isDeactivated, boolean hasDevice, Standing standing) {
        static Found of(Readable row) {
            return new Found(
                    isTrue(row, "is_admin"),
                    isTrue(row, "is_deactivated"),
                    isTrue(row, "has_device"),
                    Standing.valueOf(Rows.text(row, "standing")));
        }

        private static boolean isTrue(Readable row, String column) {
            return Boolean.TRUE.equals(row.get(column, Boolean.class));
        }
    }

    /** Relies on the primary keys of both tables. */
    private Mono<Found> find(UserId user, Optional<DeviceId> device) {
        return database.sql(
                        """
                        select account.is_admin, account.standing,
                               account.deactivated_at is not null as is_deactivated,
                               device.device_id is not null as has_device
                        from auth.account account
                        left join auth.device device
                          on device.user_id = account.user_id and device.device_id = :device
                        where account.user_id = :user
                        """)
                .bind("user", user.value())
                .bind(
                        "device",
                        Parameters.in(R2dbcType.VARCHAR, device.map(DeviceId::value).orElse(null)))
                .map(Found::of)
                .one();
    }
}
