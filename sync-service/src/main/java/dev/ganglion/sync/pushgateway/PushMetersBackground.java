package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.service.background.Repetition;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;

/** Looks at what waits, on every replica: each shows the same. */
@Configuration(proxyBeanMethods = false)
class PushMetersBackground {
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Those that wait for push gateways. */
    @Bean
    Repetition countingWaitingPushes(DatabaseClient database, PushMeters meters) {
        return Repetition.every(
                INTERVAL,
                "Counting waiting pushes",
                () ->
                        database.sql(
                                        """
                                        select count(*) as pushes,
                                               coalesce(extract(epoch from now() - min(w.added_at)), 0)::bigint as age
                                        from sync.waiting_push w
                                        join sync.pusher p on p.pusher_id = w.pusher_id
                                        where p.kind = 'http'
                                        """)
                                .map(row -> new long[] {number(row, "pushes"), number(row, "age")})
                                .one()
                                .doOnNext(seen -> meters.waiting(seen[0], seen[1]))
                                .then());
    }
}
