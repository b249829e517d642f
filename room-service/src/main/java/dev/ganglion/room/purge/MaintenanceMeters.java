package dev.ganglion.room.purge;

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
    private static final String JOBS = "ganglion_purge_jobs";
    private static final String AGE = "ganglion_maintenance_pass_age_seconds";

    private final DatabaseClient database;
    private final Map<List<String>, Double> values = new ConcurrentHashMap<>();

    MaintenanceMeters(DatabaseClient database, MeterRegistry meters) {
        this.database = database;
        for (String kind : List.of("history", "room", "removal", "media")) {
            register(meters, List.of(JOBS, "kind", kind, "state", "active"), 0);
        }
        for (String kind : List.of("history", "room")) {
            register(meters, List.of(JOBS, "kind", kind, "state", "failed"), 0);
        }
        for (String pass : List.of(Passes.RETENTION, Passes.FORGOTTEN_ROOMS)) {
            register(meters, List.of(AGE, "pass", pass), Double.NaN);
        }
    }

    Mono<Void> refresh() {
        return database.sql(
                        """
                        select 'ganglion_purge_jobs kind history state ' || status as meter, count(*)::float8 as value
                        from rooms.purge_job
                        where status <> 'complete'
                        group by status
                        union all
                        select 'ganglion_purge_jobs kind room state ' || status, count(*)
                        from rooms.deletion
                        where status <> 'complete'
                        group by status
                        union all
                        select 'ganglion_purge_jobs kind removal state active', count(*)
                        from rooms.room
                        where remove_after is not null
                        union all
                        select 'ganglion_purge_jobs kind media state active', count(*)
                        from rooms.purged_media
                        where not is_waiting
                        union all
                        select 'ganglion_maintenance_pass_age_seconds pass ' || name,
                               extract(epoch from now() - finished_at)
                        from rooms.maintenance_pass
                        """)
                .map(
                        row ->
                                Map.entry(
                                        List.of(
                                                Objects.requireNonNull(
                                                                row.get("meter", String.class))
                                                        .split(" ")),
                                        Objects.requireNonNull(row.get("value", Double.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(this::show)
                .then();
    }

    private void show(Map<List<String>, Double> read) {
        values.replaceAll(
                (meter, before) ->
                        read.getOrDefault(meter, meter.getFirst().equals(JOBS) ? 0.0 : before));
    }

    private void register(MeterRegistry meters, List<String> meter, double initially) {
        values.put(meter, initially);
        Gauge.builder(meter.getFirst(), values, known -> known.getOrDefault(meter, Double.NaN))
                .tags(meter.subList(1, meter.size()).toArray(String[]::new))
                .register(meters);
    }
}
