package dev.ganglion.auth.devicelist;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Transactions that change devices or their keys, one after the other over all replicas: positions
 * become visible in order, and what such a transaction has read of keys no other one changes.
 */
@Service
public class DeviceLists {
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Bus bus;

    DeviceLists(DatabaseClient database, TransactionalOperator transaction, Bus bus) {
        this.database = database;
        this.transaction = transaction;
        this.bus = bus;
    }

    /**
     * Does the work in a transaction of its own that holds the streams' lock from its first
     * statement on, and goes on to its end whoever goes away. Keep it short: nobody else changes
     * keys meanwhile. Whoever follows the streams is told after the commit.
     */
    public <T> Mono<T> change(Function<DeviceListChanges, Mono<T>> work) {
        return Mono.defer(
                        () -> {
                            var changes = new DeviceListChanges(database);
                            return LaneLock.acquire(database, StreamClass.DEVICE_LISTS, 0)
                                    .then(Mono.defer(() -> work.apply(changes)))
                                    .as(transaction::transactional)
                                    .doOnSuccess(_ -> tell(changes));
                        })
                .as(Uninterrupted::work);
    }

    private void tell(DeviceListChanges changes) {
        changes.committed();
        if (changes.isAny()) {
            bus.publish(Channel.DEVICE_LISTS, HINT);
        }
    }
}
