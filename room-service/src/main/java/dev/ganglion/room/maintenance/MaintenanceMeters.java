package dev.ganglion.room.maintenance;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How maintenance stands, from the tables, so that every replica tells the same: {@code
 * ganglion_purge_jobs} by kind and state, {@code ganglion_maintenance_pass_age_seconds} by pass.
 */
@Component
class MaintenanceMeters {
    private final DatabaseClient database;
    private final MeterRegistry meters;
    private final Map<Jobs, Long> jobs = new ConcurrentHashMap<>();
    private final Map<String, Double> ages = new ConcurrentHashMap<>();

    MaintenanceMeters(DatabaseClient database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
        for (String kind : List.of("history", "room", "removal", "media")) {
            showCountOf(new Jobs(kind, "active"));
        }
        for (String kind : List.of("history", "room")) {
            showCountOf(new Jobs(kind, "failed"));
        }
    }

    private record Jobs(String kind, String state) {}

    Mono<Void> refresh() {
        return refreshJobs().then(Mono.defer(this::refreshAges));
    }

    /** Not a number until the pass was completed for the first time. */
    void showAgeOf(String pass) {
        Gauge.builder(
                        "ganglion.maintenance.pass.age.seconds",
                        ages,
                        known -> known.getOrDefault(pass, Double.NaN))
                .tags("pass", pass)
                .register(meters);
    }

    private void showCountOf(Jobs some) {
        Gauge.builder("ganglion.purge.jobs", jobs, known -> known.getOrDefault(some, 0L))
                .tags("kind", some.kind(), "state", some.state())
                .register(meters);
    }

    private Mono<Void> refreshJobs() {
        return database.sql(
                        """
                        select 'history' as kind, status as state, count(*) as jobs
                        from rooms.purge_job
                        where status <> 'complete'
                        group by status
                        union all
                        select 'room', status, count(*)
                        from rooms.deletion
                        where status <> 'complete'
                        group by status
                        union all
                        select 'removal', 'active', count(*)
                        from rooms.room
                        where remove_after is not null
                        union all
                        select 'media', 'active', count(*)
                        from rooms.purged_media
                        where not is_waiting
                        """)
                .map(
                        row ->
                                Map.entry(
                                        new Jobs(text(row, "kind"), text(row, "state")),
                                        number(row, "jobs")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(this::showJobs)
                .then();
    }

    /** Those that are not there any more are none. */
    private void showJobs(Map<Jobs, Long> read) {
        jobs.keySet().retainAll(read.keySet());
        jobs.putAll(read);
    }

    private Mono<Void> refreshAges() {
        return database.sql(
                        """
                        select name, extract(epoch from now() - finished_at)::float8 as seconds
                        from rooms.maintenance_pass
                        """)
                .map(
                        row ->
                                Map.entry(
                                        text(row, "name"),
                                        Objects.requireNonNull(row.get("seconds", Double.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(ages::putAll)
                .then();
    }
}
