package dev.ganglion.auth.threepid;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Clock;

/**
 * What users have published at identity servers through this server, which cannot take it back:
 * that would need the server's signature. Statements rely on the primary key.
 */
@Repository
public class BoundIdentifiers {
    private static final int MAX_PER_USER = 50;

    private final DatabaseClient database;
    private final Clock clock;

    BoundIdentifiers(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Forgets all of a user's; whether there were any. */
    public Mono<Boolean> forgetAll(UserId user) {
        return database.sql(
                        """
                        delete from auth.bound_identifier
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Remembers {@value #MAX_PER_USER} of a user at most, for one is enough to know. */
    Mono<Void> remember(UserId user, String medium, String address, String idServer) {
        return database.sql(
                        """
                        insert into auth.bound_identifier (user_id, medium, address, id_server, bound_at)
                        select :user, :medium, :address, :idServer, :now
                        where (select count(*) from auth.bound_identifier where user_id = :user) < :limit
                        on conflict do nothing
                        """)
                .bind("user", user.value())
                .bind("medium", medium)
                .bind("address", address)
                .bind("idServer", idServer)
                .bind("now", clock.instant())
                .bind("limit", MAX_PER_USER)
                .then();
    }
}
