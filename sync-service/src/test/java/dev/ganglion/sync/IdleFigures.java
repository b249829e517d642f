package dev.ganglion.sync;

import dev.ganglion.testing.infrastructure.Infrastructure;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ConfigurableApplicationContext;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a replica keeps.
 *
 * @param rows of each table of the schema
 * @param keys of Redis by what they are of
 * @param eternal keys of Redis that never end by themselves
 * @param registries what is counted by gauges
 * @param heap bytes in use, after a collection
 */
record IdleFigures(
        Map<String, Long> rows,
        Map<String, Long> keys,
        List<String> eternal,
        Map<String, Long> registries,
        long heap) {
    static IdleFigures of(ConfigurableApplicationContext replica) {
        Map<String, Long> keys = new TreeMap<>();
        List<String> eternal = new ArrayList<>();
        readKeys(IdleTime.prefix(replica), keys, eternal);
        return new IdleFigures(countRows(), keys, eternal, registries(replica), readHeap());
    }

    /** Found by name, so that a new table is counted too. */
    private static Map<String, Long> countRows() {
        DeviceTables tables = Suite.shared().devices();
        Map<String, Long> rows = new TreeMap<>();
        tables.names(
                        """
                        select table_name
                        from information_schema.tables
                        where table_schema = 'sync' and table_type = 'BASE TABLE'
                        """)
                .forEach(
                        table ->
                                rows.put(
                                        table, tables.count("select count(*) from sync." + table)));
        return rows;
    }

    private static void readKeys(String prefix, Map<String, Long> keys, List<String> eternal) {
        try (RedisClient client = RedisClient.create(Infrastructure.shared().redis().url());
                var connection = client.connect()) {
            for (String key : connection.sync().keys(prefix + "*")) {
                String kind = key.substring(prefix.length()).replaceFirst("@.*", "*");
                keys.merge(kind, 1L, Long::sum);
                if (connection.sync().pttl(key) == -1) {
                    eternal.add(kind);
                }
            }
        }
    }

    private static Map<String, Long> registries(ConfigurableApplicationContext replica) {
        Map<String, Long> sizes = new TreeMap<>();
        replica.getBean(MeterRegistry.class).getMeters().stream()
                .filter(Gauge.class::isInstance)
                .filter(meter -> meter.getId().getName().startsWith("ganglion."))
                .forEach(
                        meter ->
                                sizes.put(meter.getId().getName(), (long) ((Gauge) meter).value()));
        return sizes;
    }

    /** The last line is "Total instances bytes". */
    private static long readHeap() {
        return histogram()
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(parts -> parts[0].equals("Total"))
                .mapToLong(parts -> Long.parseLong(parts[2]))
                .findFirst()
                .orElseThrow();
    }

    /** It collects everything first; the second time also what the first has only queued. */
    private static String histogram() {
        System.gc();
        try {
            return (String)
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "gcClassHistogram",
                                    new Object[] {new String[0]},
                                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
