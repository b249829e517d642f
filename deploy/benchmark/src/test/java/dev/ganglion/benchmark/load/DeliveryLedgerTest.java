package dev.ganglion.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.benchmark.client.SyncReader.Delivered;
import dev.ganglion.benchmark.load.DeliveryLedger.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DeliveryLedgerTest {
    private final DeliveryLedger ledger = new DeliveryLedger();

    @Test
    void eventsThatEveryReaderSawOnceAndInOneOrderAreFine() {
        sent("$1", "$2", "$3");

        seen("alice", "$1", "$2", "$3");
        seen("bob", "$1", "$2", "$3");

        assertThat(ledger.verdict()).isEqualTo(new Verdict(0, 0, 0));
        assertThat(ledger.isComplete()).isTrue();
    }

    @Test
    void anEventThatOneReaderMissesIsLost() {
        sent("$1", "$2");

        seen("alice", "$1", "$2");
        seen("bob", "$1");

        assertThat(ledger.verdict()).isEqualTo(new Verdict(1, 0, 0));
        assertThat(ledger.isComplete()).isFalse();
    }

    @Test
    void anEventSeenTwiceByOneReaderIsDoubled() {
        sent("$1");

        seen("alice", "$1", "$1");

        assertThat(ledger.verdict()).isEqualTo(new Verdict(0, 1, 0));
    }

    @Test
    void anEventSeenBeforeOneThatAnotherReaderSawFirstIsReordered() {
        sent("$1", "$2");

        seen("alice", "$1", "$2");
        seen("bob", "$2", "$1");

        assertThat(ledger.verdict().reordered()).isEqualTo(1);
    }

    @Test
    void latencyCountsFromTheIntendedSend() {
        ledger.acknowledged("$1", 0);

        ledger.reader("alice").accept(new Delivered("!room", "$1", Duration.ofMillis(7).toNanos()));

        assertThat(ledger.latencies().at(50).toMillis()).isEqualTo(7);
    }

    private void sent(String... events) {
        for (String event : events) {
            ledger.acknowledged(event, 0);
        }
    }

    private void seen(String reader, String... events) {
        for (String event : events) {
            ledger.reader(reader).accept(new Delivered("!room", event, 1));
        }
    }
}
