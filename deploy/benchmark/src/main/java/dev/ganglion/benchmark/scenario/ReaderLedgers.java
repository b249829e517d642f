package dev.ganglion.benchmark.scenario;

import dev.ganglion.benchmark.client.SyncReader.Delivered;
import dev.ganglion.benchmark.load.DeliveryLedger;
import dev.ganglion.benchmark.load.DeliveryLedger.Verdict;
import dev.ganglion.benchmark.load.Latencies;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One ledger a reader, where reader {@code n} is a member of rooms {@code n} and {@code n + 1}. */
final class ReaderLedgers {
    private final int rooms;
    private final List<DeliveryLedger> byReader;

    ReaderLedgers(int rooms, int readers) {
        this.rooms = rooms;
        this.byReader =
                IntStream.range(0, readers).mapToObj(reader -> new DeliveryLedger()).toList();
    }

    static List<Integer> roomsOf(int reader, int rooms) {
        return List.of(reader % rooms, (reader + 1) % rooms);
    }

    Consumer<Delivered> reader(int number) {
        return byReader.get(number).reader("reader " + number);
    }

    void acknowledged(int room, String eventId, long nanos) {
        for (int reader = 0; reader < byReader.size(); reader++) {
            if (roomsOf(reader, rooms).contains(room)) {
                byReader.get(reader).acknowledged(eventId, nanos);
            }
        }
    }

    boolean isComplete() {
        return byReader.stream().allMatch(DeliveryLedger::isComplete);
    }

    Latencies latencies() {
        Latencies all = new Latencies();
        byReader.forEach(ledger -> all.add(ledger.latencies()));
        return all;
    }

    Verdict verdict() {
        return byReader.stream()
                .map(DeliveryLedger::verdict)
                .reduce(new Verdict(0, 0, 0), Verdict::plus);
    }
}
