package dev.ganglion.moderation.alert;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** The alerts that were raised, sent or not: the rows of moderation.alert. */
@Repository
public class Alerts {
    private final DatabaseClient database;
    private final Clock clock;

    Alerts(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Writes alerts down, to be sent soon. Call it in the transaction that stores their cause, so
     * that there is neither without the other.
     */
    public Mono<Void> raise(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        insert into moderation.alert (source, body, created_at)
                        select source, body, :now
                        from unnest(:sources::text[], :bodies::text[]) with ordinality as raised (source, body, number)
                        order by number
                        on conflict (source) do nothing
                        """)
                .bind("sources", alerts.stream().map(Alert::source).toArray(String[]::new))
                .bind("bodies", alerts.stream().map(Alert::body).toArray(String[]::new))
                .bind("now", now())
                .then();
    }

    /** The oldest that were not sent. Relies on alert_undelivered. */
    Flux<Alert> listUndelivered(int limit) {
        return database.sql(
                        """
                        select source, body
                        from moderation.alert
                        where delivered_at is null
                        order by alert_id
                        limit :limit
                        """)
                .bind("limit", limit)
                .map(Alerts::alert)
                .all();
    }

    Mono<Void> markDelivered(Alert alert) {
        return database.sql(
                        """
                        update moderation.alert
                        set delivered_at = :now
                        where source = :source
                        """)
                .bind("now", now())
                .bind("source", alert.source())
                .then();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Alert alert(Readable row) {
        return new Alert(
                Objects.requireNonNull(row.get("source", String.class)),
                Objects.requireNonNull(row.get("body", String.class)));
    }
}
