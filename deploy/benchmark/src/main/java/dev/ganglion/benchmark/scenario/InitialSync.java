package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Measurement;

import java.time.Duration;
import java.util.List;

/** The first sync of a user in 200 rooms, each with a page of messages. */
public final class InitialSync implements Scenario {
    private static final int ROOMS = 200;
    private static final int MESSAGES = 20;
    private static final double PER_SECOND = 2;

    @Override
    public String name() {
        return "initial-sync";
    }

    @Override
    public List<Measurement> run(Bench bench) {
        Account user = bench.users(1).getFirst();
        List<String> rooms = bench.rooms(user, ROOMS);
        new OpenLoop(400, Duration.ofMillis(ROOMS * MESSAGES * 1_000L / 400))
                .run(
                        number ->
                                bench.server()
                                        .send(
                                                user,
                                                rooms.get((int) (number % ROOMS)),
                                                "i" + number,
                                                "message " + number));
        CpuMeter.Reading before = bench.cpu().read();
        OpenLoop.Outcome outcome =
                new OpenLoop(PER_SECOND, bench.length())
                        .run(number -> bench.server().sync(user, "", Duration.ZERO));
        return List.of(
                Measurement.of(name(), "warm", PER_SECOND, outcome, bench.cpu().since(before)));
    }
}
