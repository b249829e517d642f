package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Measurement;

import java.util.List;

/** Password logins at a fixed rate; its cost is the password hash that the server chose. */
public final class Login implements Scenario {
    private static final int USERS = 20;
    private static final double PER_SECOND = 10;

    @Override
    public String name() {
        return "login";
    }

    @Override
    public List<Measurement> run(Bench bench) {
        List<Account> users = bench.users(USERS);
        CpuMeter.Reading before = bench.cpu().read();
        OpenLoop.Outcome outcome =
                new OpenLoop(PER_SECOND, bench.length())
                        .run(
                                number -> {
                                    Account user = users.get((int) (number % USERS));
                                    return bench.server().login(user.userId(), user.password());
                                });
        return List.of(
                Measurement.of(name(), "warm", PER_SECOND, outcome, bench.cpu().since(before)));
    }
}
