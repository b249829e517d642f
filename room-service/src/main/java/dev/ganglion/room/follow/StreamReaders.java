package dev.ganglion.room.follow;

import dev.ganglion.room.follow.StreamCursors.Cursor;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.lease.Lease;
import dev.ganglion.service.stream.StreamFollower;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.util.concurrent.atomic.AtomicLong;

/** Runs readers, each on one replica at a time. */
@Component
class StreamReaders {
    private final StreamCursors cursors;
    private final TransactionalOperator transaction;
    private final Bus bus;
    private final Lease lease;
    private final MeterRegistry meters;

    StreamReaders(
            StreamCursors cursors,
            TransactionalOperator transaction,
            Bus bus,
            Lease lease,
            MeterRegistry meters) {
        this.cursors = cursors;
        this.transaction = transaction;
        this.bus = bus;
        this.lease = lease;
        this.meters = meters;
    }

    /**
     * Runs a reader from where it was left, soon after each batch of events, until this is
     * disposed. Its lag is the metric {@code ganglion_<name>_lag_events}, 0 on replicas that do not
     * run it.
     */
    Disposable run(StreamReader reader) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("ganglion." + reader.name().replace('-', '.') + ".lag.events", lag::get)
                .description("Positions of the event stream that are not read yet")
                .register(meters);
        return StreamFollower.whileHeld(
                lease,
                reader.name(),
                Mono.defer(() -> begin(reader)),
                from -> follower(reader, from, lag),
                () -> lag.set(0));
    }

    /** Where the reader was left, unless it builds differently now. */
    private Mono<Long> begin(StreamReader reader) {
        return cursors.find(reader.name())
                .filter(cursor -> cursor.form().equals(reader.form()))
                .map(Cursor::position)
                .switchIfEmpty(Mono.defer(() -> anew(reader)));
    }

    private Mono<Long> anew(StreamReader reader) {
        return reader.clear()
                .then(cursors.restart(reader.name(), reader.form()))
                .thenReturn(0L)
                .as(transaction::transactional);
    }

    private StreamFollower follower(StreamReader reader, long from, AtomicLong lag) {
        return StreamFollower.of(reader.name(), cursors.last())
                .hints(bus.messages(Channel.EVENTS), bus::isConnected)
                .from(from)
                .follow((_, to) -> readUpTo(reader, to, lag));
    }

    /**
     * A long range is interrupted after a while and given again: what was read of it meanwhile is
     * known to the cursor alone.
     */
    private Mono<Void> readUpTo(StreamReader reader, long to, AtomicLong lag) {
        return cursors.find(reader.name())
                .map(Cursor::position)
                .expand(
                        reached -> {
                            lag.set(Math.max(0, to - reached));
                            return reached < to ? reader.read(reached, to) : Mono.empty();
                        })
                .then();
    }
}
