package dev.ganglion.benchmark.study;

import dev.ganglion.benchmark.report.DatabaseMeter;
import dev.ganglion.benchmark.report.Finding;

import java.util.List;
import java.util.Optional;

/** What an operation leaves in the database, tables and indexes together. */
final class StorageGrowth {
    private static final String SCHEMA = "rooms";
    private static final String STATE = "rooms.room_state";

    private final String study;
    private final Optional<DatabaseMeter> database;
    private final List<Finding> findings;

    /**
     * @param database nothing is measured without one
     */
    StorageGrowth(String study, Optional<DatabaseMeter> database, List<Finding> findings) {
        this.study = study;
        this.database = database;
        this.findings = findings;
    }

    void of(String operation, long times, Runnable work) {
        long before = database.map(meter -> meter.bytes(SCHEMA)).orElse(0L);
        work.run();
        database.ifPresent(
                meter ->
                        findings.add(
                                Finding.number(
                                        study,
                                        "database bytes a " + operation,
                                        (meter.bytes(SCHEMA) - before) / (double) times,
                                        "over " + times)));
    }

    /** Changes of a room's state, beside what a copy of the whole state for each would take. */
    void ofState(String room, long changes, Runnable work) {
        long bytesBefore = database.map(meter -> meter.bytesOf(STATE)).orElse(0L);
        long rowsBefore = database.map(meter -> rows(meter, room)).orElse(0L);
        work.run();
        database.ifPresent(
                meter -> {
                    long rows = rows(meter, room) - rowsBefore;
                    long bytes = meter.bytesOf(STATE) - bytesBefore;
                    long copied = changes * current(meter, room);
                    findings.add(
                            Finding.number(
                                    study,
                                    "state rows for " + changes + " changes",
                                    (double) rows,
                                    ""));
                    findings.add(
                            Finding.number(
                                    study,
                                    "state bytes for " + changes + " changes",
                                    (double) bytes,
                                    ""));
                    findings.add(
                            Finding.number(
                                    study,
                                    "state rows of a snapshot for each of them",
                                    (double) copied,
                                    ""));
                    findings.add(
                            Finding.number(
                                    study,
                                    "state bytes of these snapshots, at as many bytes a row",
                                    copied * (bytes / (double) Math.max(1, rows)),
                                    ""));
                });
    }

    private static long rows(DatabaseMeter meter, String room) {
        return meter.number(
                """
                select count(*)
                from rooms.room_state s
                join rooms.room r on r.room_nid = s.room_nid
                where r.room_id = ?
                """,
                room);
    }

    private static long current(DatabaseMeter meter, String room) {
        return meter.number(
                """
                select count(*)
                from rooms.room_state s
                join rooms.room r on r.room_nid = s.room_nid
                where r.room_id = ? and s.valid_to is null
                """,
                room);
    }
}
