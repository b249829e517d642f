package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.load.Woken;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Measurement;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Thousands of parked long polls of the members of one room, then one message that wakes them all.
 */
public final class IdleLongPolls implements Scenario {
    private static final int USERS = 50;

    /** As many as a client may have that is closed and opened again; servers end what is more. */
    private static final int POLLS_OF_DEVICE = 4;

    private static final Duration PARKED = Duration.ofSeconds(90);

    /**
     * Until all of them have been looked at and wait, for they come all at once; well within the
     * time for which servers let them wait.
     */
    private static final Duration SETTLE = Duration.ofSeconds(25);

    private final int polls;

    public IdleLongPolls(int polls) {
        this.polls = polls;
    }

    @Override
    public String name() {
        return "idle-long-polls";
    }

    @Override
    public List<Measurement> run(Bench bench) {
        List<Account> users = bench.users(USERS);
        String room = bench.rooms(users.getFirst(), 1).getFirst();
        bench.joinAll(users.subList(1, USERS), List.of(room));
        List<Account> devices = bench.devices(users, Math.ceilDiv(polls, POLLS_OF_DEVICE));
        String position = bench.positionOf(users.getFirst());
        Woken woken = new Woken(polls);
        for (int number = 0; number < polls; number++) {
            bench.server()
                    .sync(devices.get(number % devices.size()), position, PARKED)
                    .subscribe(answer -> answered(woken, answer), woken::failed);
        }
        LockSupport.parkNanos(SETTLE.toNanos());
        CpuMeter.Reading before = bench.cpu().read();
        woken.begin();
        bench.server().send(users.getFirst(), room, "wake", "everybody up").block();
        woken.await(PARKED);
        var outcome = new OpenLoop.Outcome(woken.latencies(), woken.errors(), woken.elapsed());
        return List.of(
                Measurement.of(
                        name(), polls + " polls", polls, outcome, bench.cpu().since(before)));
    }

    private static void answered(Woken woken, JsonNode answer) {
        if (answer.path("rooms").path("join").isEmpty()) {
            woken.failed("answered without the message");
        } else {
            woken.answered();
        }
    }
}
