package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A day on which nobody says much leaves nothing behind: each hour's traffic is followed by half a
 * day in the stores, so that connections (a week) and transactions (three days) really end.
 */
class IdleDayIT {
    /** Longer than a week: as many connections end as begin. */
    private static final int WARM_UP = 3 * IdleTraffic.PERIOD;

    private static final int SAMPLES = 4;

    /** The clock, who is known and who is due: one of each, whoever is there. */
    private static final Set<String> ETERNAL =
            Set.of("presence:clock", "presence:due", "presence:users");

    /**
     * Messages to devices whose users are away, and rooms that a connection told of since, are
     * there by right; how many depends on who polled first. What leaks comes with every hour.
     */
    private static final Map<String, Long> WAITING =
            Map.of("to_device_message", 12L, "sliding_room", 6L);

    /**
     * What the rings of one replica take in, and what collections differ by: every replica that
     * other tests have left running in this process follows the same streams.
     */
    private static final long HEAP_A_DAY = 2 << 20;

    private static final Logger log = LoggerFactory.getLogger(IdleDayIT.class);

    private final IdleTime time = new IdleTime();
    private final ConfigurableApplicationContext replica =
            Suite.shared()
                    .startSync(
                            Map.of(
                                    "ganglion.presence.enabled", true,
                                    "ganglion.presence.offline-after", "1s",
                                    "ganglion.presence.interval", "100ms",
                                    "ganglion.presence.window", "50ms"),
                            time);

    @Test
    void p6AnIdleDayLeavesNothingBehind() {
        List<IdleFigures> samples = new ArrayList<>();
        try (PushGateway gateway = new PushGateway()) {
            IdleTraffic traffic = new IdleTraffic(replica, gateway);
            pass(traffic, 0, WARM_UP);
            samples.add(sample());
            for (int i = 0; i < SAMPLES; i++) {
                pass(traffic, WARM_UP + i * IdleTraffic.PERIOD, IdleTraffic.PERIOD);
                samples.add(sample());
            }
        } finally {
            Suite.shared()
                    .devices()
                    .execute("sync", "delete from sync.pusher where user_id like '@idle-%'");
        }

        IdleFigures first = samples.getFirst();
        for (IdleFigures later : samples.subList(1, samples.size())) {
            assertThat(grown(first.rows(), later.rows(), table -> WAITING.getOrDefault(table, 0L)))
                    .as("tables with more rows")
                    .isEmpty();
            assertThat(grown(first.keys(), later.keys(), _ -> 0))
                    .as("more keys of Redis")
                    .isEmpty();
            assertThat(ETERNAL).as("keys that never end").containsAll(later.eternal());
            assertThat(grown(first.registries(), later.registries(), _ -> 0))
                    .as("gauges")
                    .isEmpty();
        }
        assertThat(first.registries())
                .containsEntry("ganglion.long.poll.users", 0L)
                .containsEntry("ganglion.presence.users", 0L);
        assertThat(rise(samples) / Suite.shared().replicas())
                .as("bytes of heap of a replica, a day")
                .isLessThan(HEAP_A_DAY);
    }

    private void pass(IdleTraffic traffic, int from, int rounds) {
        for (int number = from; number < from + rounds; number++) {
            traffic.round(number);
            time.passes(replica);
        }
    }

    private IdleFigures sample() {
        time.becomesNight(replica);
        await("what is due has been told")
                .atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                Suite.shared()
                                                .devices()
                                                .count("select count(*) from sync.waiting_push")
                                        == 0);
        IdleFigures figures = IdleFigures.of(replica);
        log.info(
                "{} bytes, rows {}, keys {}, {}",
                figures.heap(),
                figures.rows(),
                figures.keys(),
                figures.registries());
        return figures;
    }

    private static Map<String, String> grown(
            Map<String, Long> before, Map<String, Long> after, ToLongFunction<String> more) {
        Map<String, String> grown = new TreeMap<>();
        after.forEach(
                (what, count) -> {
                    long was = before.getOrDefault(what, 0L);
                    if (count > was + more.applyAsLong(what)) {
                        grown.put(what, was + " to " + count);
                    }
                });
        return grown;
    }

    /** Of the straight line through the samples, from the first to the last. */
    private static double rise(List<IdleFigures> samples) {
        double middle = (samples.size() - 1) / 2.0;
        double weighted = 0;
        double squares = 0;
        for (int i = 0; i < samples.size(); i++) {
            weighted += (i - middle) * samples.get(i).heap();
            squares += (i - middle) * (i - middle);
        }
        return weighted / squares * (samples.size() - 1);
    }
}
