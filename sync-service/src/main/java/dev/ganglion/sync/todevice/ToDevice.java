package dev.ganglion.sync.todevice;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.device.KnownDevices;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.Following;
import dev.ganglion.sync.ring.RingLimits;

import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/** Messages to devices and their stream. What is answered is committed. */
@Service
public class ToDevice {
    private static final RingLimits IN_MEMORY = new RingLimits(10_000, DataSize.ofMegabytes(32));

    /** Few enough for the largest requests there may be: a batch takes 128 MB, the queue 512. */
    private static final GroupCommitSettings WRITES =
            new GroupCommitSettings(16, 512, GroupCommitSettings.DEFAULT.timeout(), Duration.ZERO);

    private static final int DELETED_AT_ONCE = 1_000;

    private final QueueRepository repository;
    private final KnownDevices devices;
    private final GroupCommit<SendRequest, Boolean> writes;
    private final FollowedStream<Entry> stream;
    private final Arrivals arrivals;
    private final StreamFollower following;

    ToDevice(
            QueueRepository repository,
            SendWriter writer,
            KnownDevices devices,
            LongPolls polls,
            Bus bus,
            MeterRegistry metrics) {
        this.repository = repository;
        this.devices = devices;
        this.writes = new GroupCommit<>("to_device", WRITES, metrics, writer);
        this.stream = new FollowedStream<>(repository, IN_MEMORY);
        this.arrivals = new Arrivals(repository::deleteUpTo, stream);
        stream.onAppend(batch -> batch.forEach(entry -> wake(polls, entry)));
        this.following = Following.begin(Channel.TO_DEVICE, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    /** Done once, however often it is asked for. */
    Mono<Void> send(SendRequest request) {
        return writes.submit(request).then();
    }

    /** Up to where messages have been read. */
    public long position() {
        return stream.position();
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position);
    }

    /** The device has everything up to a position that was reached: it is never delivered again. */
    public Mono<Void> hasArrived(DeviceRef device, long upTo) {
        return arrivals.upTo(device, upTo);
    }

    /** All that waits for a device and fits into a response, whoever was given it before. */
    public Mono<Delivery> waiting(DeviceRef device, long upTo) {
        return read(device, 0, upTo).map(waiting -> Delivery.of(waiting, upTo));
    }

    /** What waits after a position, as much as fits into a response; it goes on waiting. */
    Mono<Delivery> page(DeviceRef device, long after) {
        return repository
                .waiting(device, after, Long.MAX_VALUE, Delivery.MAX_MESSAGES + 1)
                .map(waiting -> Delivery.page(waiting, after));
    }

    /** What came for a device after a position, from memory where that reaches back far enough. */
    public Mono<Delivery> between(DeviceRef device, long after, long upTo) {
        return after >= upTo
                ? Mono.just(new Delivery(List.of(), upTo))
                : stream.between(after, upTo)
                        .map(entries -> ofToday(device, of(device, entries)))
                        .orElseGet(() -> read(device, after, upTo))
                        .map(waiting -> Delivery.of(waiting, upTo));
    }

    /** Takes away what waits for devices that are no longer there. */
    public Mono<Void> forgetFormerDevices() {
        return repository
                .deleteOfFormerDevices(DELETED_AT_ONCE)
                .expand(
                        deleted ->
                                deleted < DELETED_AT_ONCE
                                        ? Mono.empty()
                                        : repository.deleteOfFormerDevices(DELETED_AT_ONCE))
                .then();
    }

    /** A client that repeats an older request than that sends it once more. */
    public Mono<Void> forgetTransactions(Duration olderThan) {
        return repository.deleteTransactions(olderThan);
    }

    private Mono<List<ToDeviceMessage>> read(DeviceRef device, long after, long upTo) {
        return repository.waiting(device, after, upTo, Delivery.MAX_MESSAGES + 1);
    }

    private static List<ToDeviceMessage> of(DeviceRef device, List<Entry> entries) {
        return entries.stream()
                .filter(Entry.Waiting.class::isInstance)
                .map(entry -> ((Entry.Waiting) entry).message())
                .filter(message -> message.device().equals(device))
                .toList();
    }

    /** Without those for a former device of the same ID. */
    private Mono<List<ToDeviceMessage>> ofToday(DeviceRef device, List<ToDeviceMessage> messages) {
        if (messages.isEmpty()) {
            return Mono.just(messages);
        }
        return devices.created(device)
                .filter(created -> messages.stream().allMatch(each -> each.created() == created))
                .switchIfEmpty(devices.createdNow(device))
                .map(
                        created ->
                                messages.stream()
                                        .filter(each -> each.created() == created)
                                        .toList())
                .defaultIfEmpty(List.of());
    }

    private static void wake(LongPolls polls, Entry entry) {
        if (entry instanceof Entry.Waiting(ToDeviceMessage message)) {
            polls.wakeDevice(message.device());
        }
    }
}
