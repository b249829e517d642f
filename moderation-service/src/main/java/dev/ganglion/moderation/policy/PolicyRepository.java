package dev.ganglion.moderation.policy;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

/** The rows of moderation.policy. */
@Repository
class PolicyRepository {
    private final DatabaseClient database;

    PolicyRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The policy in force, if it is newer than this version. Relies on the primary key. */
    Mono<ActivePolicy> findNewerThan(long version) {
        return database.sql(
                        """
                        select version, alerts_after, policy
                        from moderation.policy
                        where version > :version
                        order by version desc
                        limit 1
                        """)
                .bind("version", version)
                .map(PolicyRepository::active)
                .one();
    }

    /** Fails with a duplicate key when another change was made at the same moment. */
    Mono<Void> add(ActivePolicy active, UserId changedBy, Instant now) {
        return database.sql(
                        """
                        insert into moderation.policy (version, alerts_after, policy, changed_by, changed_at)
                        values (:version, :alertsAfter, :policy, :changedBy, :now)
                        """)
                .bind("version", active.version())
                .bind("alertsAfter", active.alertsAfter())
                .bind("policy", active.policy().toJson().toString())
                .bind("changedBy", changedBy.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .then();
    }

    private static ActivePolicy active(Readable row) {
        String policy = Objects.requireNonNull(row.get("policy", String.class));
        return ActivePolicy.of(
                Objects.requireNonNull(row.get("version", Long.class)),
                Objects.requireNonNull(row.get("alerts_after", Long.class)),
                Policy.parse(Json.parseObject(policy)));
    }
}
