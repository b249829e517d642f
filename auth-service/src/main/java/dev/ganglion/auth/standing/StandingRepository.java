package dev.ganglion.auth.standing;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/** The measures taken against accounts. All statements rely on the account's primary key. */
@Repository
class StandingRepository {
    private final DatabaseClient database;

    StandingRepository(DatabaseClient database) {
        this.database = database;
    }

    /** An account that is not deactivated. */
    record Target(boolean isAdmin, boolean isTaken) {}

    /** Empty for who is unknown or deactivated. */
    Mono<Target> find(UserId user, Measure measure) {
        return database.sql(
                        """
                        select is_admin, %s as is_taken
                        from auth.account
                        where user_id = :user and deactivated_at is null
                        """
                                .formatted(measure.column()))
                .bind("user", user.value())
                .map(StandingRepository::target)
                .one();
    }

    /** Whether it was done: administrators and deactivated accounts stay as they are. */
    Mono<Boolean> set(UserId user, Measure measure, boolean isTaken) {
        return database.sql(
                        """
                        update auth.account
                        set %s = :taken
                        where user_id = :user and deactivated_at is null and not is_admin
                        """
                                .formatted(measure.column()))
                .bind("user", user.value())
                .bind("taken", isTaken)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Target target(Readable row) {
        return new Target(
                Boolean.TRUE.equals(row.get("is_admin", Boolean.class)),
                Boolean.TRUE.equals(row.get("is_taken", Boolean.class)));
    }
}
