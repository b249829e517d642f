package dev.ganglion.room.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.service.background.Repetition;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class MaintenanceIT extends RoomOfAlice {
    @Autowired private DatabaseClient database;
    @Autowired private MeterRegistry meters;
    @Autowired private MaintenanceMeters maintenance;
    @Autowired private Passes passes;

    @Autowired
    @Qualifier("purgingHistory")
    private Repetition purging;

    @ParameterizedTest
    @ValueSource(strings = {"active", "failed"})
    void aPurgeIsCountedByItsStateUntilItIsComplete(String state) {
        purging.stop();
        try {
            double before = jobs("history", state);
            does(
                    """
                    insert into rooms.purge_job (purge_id, room_nid, room_id, requested_by, up_to, deletes_local_events, status)
                    values (:word, -1, '!nowhere', '@admin:test.local', 0, false, '%s')
                    """
                            .formatted(state));
            assertThat(jobs("history", state)).isEqualTo(before + 1);

            does("update rooms.purge_job set status = 'complete' where purge_id = :word");
            assertThat(jobs("history", state)).isEqualTo(before);
        } finally {
            does("delete from rooms.purge_job where purge_id = :word");
            purging.start();
        }
    }

    @Test
    void aPassIsRepeatedAndSaysHowLongAgoItWasDone() {
        AtomicInteger made = new AtomicInteger();
        Repetition pass =
                passes.repeating(
                        word,
                        Duration.ofMillis(100),
                        "A test's pass",
                        () -> Mono.fromRunnable(made::incrementAndGet));
        assertThat(age()).isNaN();

        pass.start();
        await().until(() -> made.get() > 1 && age() < 60);
        pass.stop();

        await().untilAsserted(
                        () -> {
                            // A round that was under way may still say that it is done.
                            doneAnHourAgo();
                            assertThat(age()).isCloseTo(3_600, within(60.0));
                        });
    }

    private void doneAnHourAgo() {
        does(
                """
                update rooms.maintenance_pass
                set finished_at = now() - interval '1 hour'
                where name = :word
                """);
    }

    private double jobs(String kind, String state) {
        maintenance.refresh().block();
        return meters.get("ganglion.purge.jobs").tags("kind", kind, "state", state).gauge().value();
    }

    private double age() {
        maintenance.refresh().block();
        return meters.get("ganglion.maintenance.pass.age.seconds")
                .tags("pass", word)
                .gauge()
                .value();
    }

    private void does(String sql) {
        database.sql(sql).bind("word", word).then().block();
    }
}
