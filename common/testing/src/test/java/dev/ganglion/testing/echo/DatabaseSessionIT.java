package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** Settings whose loss no other test would notice, and which would cost a busy server most. */
@GanglionTest
class DatabaseSessionIT {
    @Autowired private DatabaseClient database;

    @ParameterizedTest
    @CsvSource({"plan_cache_mode, force_generic_plan", "max_parallel_workers_per_gather, 0"})
    void statementsKeepTheirPlansAndStartNoProcesses(String setting, String value) {
        String found =
                database.sql("select current_setting(:setting)")
                        .bind("setting", setting)
                        .mapValue(String.class)
                        .one()
                        .block();

        assertThat(found).isEqualTo(value);
    }
}
