package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.Outcome;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a batch of requests in one transaction, under the lock of the stream: positions become
 * visible in order, and no repetition of a request and no other write to a queue can come in
 * between.
 */
@Component
class SendWriter implements BatchWriter<SendRequest, Boolean> {
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final SendRepository repository;
    private final RecipientRepository recipients;
    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Bus bus;
    private final Counter dropped;

    SendWriter(
            SendRepository repository,
            RecipientRepository recipients,
            DatabaseClient database,
            TransactionalOperator transaction,
            Bus bus,
            MeterRegistry metrics) {
        this.repository = repository;
        this.recipients = recipients;
        this.database = database;
        this.transaction = transaction;
        this.bus = bus;
        this.dropped = metrics.counter("ganglion.to.device.dropped");
    }

    @Override
    public Mono<List<Outcome<Boolean>>> write(List<SendRequest> batch) {
        return LaneLock.acquire(database, StreamClass.TO_DEVICE, StreamPosition.FIRST_LANE)
                .then(Mono.defer(() -> fresh(batch)))
                .flatMap(this::writeFresh)
                .as(transaction::transactional)
                .doOnNext(refused -> bus.publish(Channel.TO_DEVICE, HINT))
                .map(
                        refused ->
                                batch.stream()
                                        .map(request -> outcome(refused, request.transaction()))
                                        .toList());
    }

    /** Of those that are repeated within the batch the first. */
    private Mono<List<SendRequest>> fresh(List<SendRequest> batch) {
        Map<SendTransaction, SendRequest> distinct = new LinkedHashMap<>();
        batch.forEach(request -> distinct.putIfAbsent(request.transaction(), request));
        return repository
                .done(List.copyOf(distinct.keySet()))
                .map(
                        done ->
                                distinct.values().stream()
                                        .filter(request -> !done.contains(request.transaction()))
                                        .toList());
    }

    /** Answers what was refused. */
    private Mono<Set<SendTransaction>> writeFresh(List<SendRequest> fresh) {
        return fresh.isEmpty()
                ? Mono.just(Set.of())
                : recipients.find(fresh).flatMap(found -> writeTo(found, fresh));
    }

    private Mono<Set<SendTransaction>> writeTo(List<Recipient> found, List<SendRequest> fresh) {
        Queues queues = new Queues(fresh);
        Set<Integer> tooLarge = queues.tooLarge(found);
        List<Queues.Row> rows =
                queues.admit(
                        found.stream()
                                .filter(recipient -> !tooLarge.contains(recipient.request()))
                                .toList());
        List<SendTransaction> done =
                IntStream.range(0, fresh.size())
                        .filter(request -> !tooLarge.contains(request))
                        .mapToObj(request -> fresh.get(request).transaction())
                        .toList();
        Set<SendTransaction> refused =
                tooLarge.stream()
                        .map(request -> fresh.get(request).transaction())
                        .collect(Collectors.toSet());
        return repository
                .write(done, rows)
                .doOnNext(written -> dropped.increment((double) queues.dropped()))
                .thenReturn(refused);
    }

    private static Outcome<Boolean> outcome(
            Set<SendTransaction> refused, SendTransaction transaction) {
        return refused.contains(transaction)
                ? new Outcome.Refused<>(
                        MatrixException.tooLarge("The messages to all devices are too large"))
                : new Outcome.Written<>(true);
    }
}
