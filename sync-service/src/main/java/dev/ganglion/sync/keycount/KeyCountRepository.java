package dev.ganglion.sync.keycount;

import dev.ganglion.service.database.Rows;
import dev.ganglion.sync.device.DeviceRef;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads auth-service's views of keys. */
@Repository
class KeyCountRepository {
    private final DatabaseClient database;

    KeyCountRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(String algorithm, long count, boolean isFallback) {}

    /** Relies on the primary keys of one_time_key and fallback_key. */
    Mono<KeyCount> of(DeviceRef device) {
        return database.sql(
                        """
                        select algorithm, key_count, false as is_fallback
                        from auth.one_time_key_count
                        where user_id = :user and device_id = :device
                        union all
                        select algorithm, 0, true
                        from auth.unused_fallback_key
                        where user_id = :user and device_id = :device
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .map(KeyCountRepository::read)
                .all()
                .collectList()
                .map(KeyCountRepository::count);
    }

    private static Row read(Readable row) {
        return new Row(
                Rows.text(row, "algorithm"),
                Rows.number(row, "key_count"),
                Boolean.TRUE.equals(row.get("is_fallback", Boolean.class)));
    }

    private static KeyCount count(List<Row> rows) {
        SortedMap<String, Long> counts = new TreeMap<>();
        SortedSet<String> fallback = new TreeSet<>();
        for (Row row : rows) {
            if (row.isFallback()) {
                fallback.add(row.algorithm());
            } else {
                counts.put(row.algorithm(), row.count());
            }
        }
        return new KeyCount(counts, fallback);
    }
}
