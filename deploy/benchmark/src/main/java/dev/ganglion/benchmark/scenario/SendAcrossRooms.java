package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages at a fixed rate into a number of rooms in turn, from several senders; nobody listens.
 */
public final class SendAcrossRooms implements Scenario {
    private static final int SENDERS = 16;

    private final String name;
    private final int roomCount;

    public SendAcrossRooms(String name, int roomCount) {
        this.name = name;
        this.roomCount = roomCount;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Measurement> run(Bench bench) {
        List<Account> senders = bench.users(SENDERS);
        List<String> rooms = bench.rooms(senders.getFirst(), roomCount);
        bench.joinAll(senders.subList(1, SENDERS), rooms);
        List<Measurement> rows = new ArrayList<>();
        rows.add(measure(bench, senders, rooms, "first minute"));
        rows.add(measure(bench, senders, rooms, "warm"));
        return rows;
    }

    private Measurement measure(
            Bench bench, List<Account> senders, List<String> rooms, String phase) {
        CpuMeter.Reading before = bench.cpu().read();
        OpenLoop.Outcome outcome =
                new OpenLoop(bench.rate(), bench.length())
                        .run(
                                number ->
                                        bench.server()
                                                .send(
                                                        senders.get(
                                                                (int) (number % senders.size())),
                                                        rooms.get((int) (number % rooms.size())),
                                                        phase.charAt(0) + "-" + number,
                                                        "message " + number));
        return Measurement.of(name, phase, bench.rate(), outcome, bench.cpu().since(before));
    }
}
