package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.Account;
import dev.ganglion.benchmark.client.SyncReader;
import dev.ganglion.benchmark.load.OpenLoop;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.Measurement;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Messages at a fixed rate into rooms whose members all sync: latency from the intended send to
 * each reader's sight.
 */
public final class SendToSync implements Scenario {
    private static final int ROOMS = 20;
    private static final int READERS = 20;
    private static final int SENDERS = 4;
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final double rate;

    public SendToSync(double rate) {
        this.rate = rate;
    }

    @Override
    public String name() {
        return "send-to-sync";
    }

    @Override
    public List<Measurement> run(Bench bench) {
        List<Account> senders = bench.users(SENDERS);
        List<String> rooms = bench.rooms(senders.getFirst(), ROOMS);
        bench.joinAll(senders.subList(1, SENDERS), rooms);
        List<Account> readers = bench.users(READERS);
        for (int reader = 0; reader < READERS; reader++) {
            bench.joinAll(
                    List.of(readers.get(reader)),
                    ReaderLedgers.roomsOf(reader, ROOMS).stream().map(rooms::get).toList());
        }
        Talk talk = new Talk(bench, senders, rooms, readers);
        return List.of(measure(talk, "first minute"), measure(talk, "warm"));
    }

    private record Talk(
            Bench bench, List<Account> senders, List<String> rooms, List<Account> readers) {}

    private Measurement measure(Talk talk, String phase) {
        ReaderLedgers ledgers = new ReaderLedgers(ROOMS, READERS);
        List<SyncReader> open = openReaders(talk, ledgers);
        CpuMeter.Reading before = talk.bench().cpu().read();
        OpenLoop.Outcome outcome = send(talk, ledgers, phase);
        CpuMeter.Usage used = talk.bench().cpu().since(before);
        awaitCompletion(ledgers);
        open.forEach(SyncReader::close);
        return Measurement.of(name(), phase, rate, outcome, used)
                .withDelivery(ledgers.latencies(), ledgers.verdict());
    }

    private static List<SyncReader> openReaders(Talk talk, ReaderLedgers ledgers) {
        return IntStream.range(0, READERS)
                .mapToObj(
                        number -> {
                            Account reader = talk.readers().get(number);
                            String since = talk.bench().positionOf(reader);
                            return new SyncReader(
                                    talk.bench().server(), reader, since, ledgers.reader(number));
                        })
                .toList();
    }

    private OpenLoop.Outcome send(Talk talk, ReaderLedgers ledgers, String phase) {
        long start = System.nanoTime();
        return new OpenLoop(rate, talk.bench().length())
                .run(
                        number -> {
                            int room = (int) (number % ROOMS);
                            long intended = start + (long) (number * 1e9 / rate);
                            Account sender = talk.senders().get((int) (number % SENDERS));
                            return talk.bench()
                                    .server()
                                    .send(
                                            sender,
                                            talk.rooms().get(room),
                                            phase.charAt(0) + "d" + number,
                                            "message " + number)
                                    .doOnNext(event -> ledgers.acknowledged(room, event, intended));
                        });
    }

    private static void awaitCompletion(ReaderLedgers ledgers) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!ledgers.isComplete() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
