package dev.ganglion.sync.devicelist;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.sync.longpoll.LongPolls;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.Following;
import dev.ganglion.sync.ring.RingLimits;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The stream of changes of devices, followed; whom one concerns is woken. */
@Service
public class DeviceChanges {
    private static final RingLimits IN_MEMORY = new RingLimits(20_000, DataSize.ofMegabytes(16));

    private final DeviceChangeRepository repository;
    private final FollowedStream<DeviceChange> stream;
    private final StreamFollower following;

    DeviceChanges(DeviceChangeRepository repository, LongPolls polls, Bus bus) {
        this.repository = repository;
        this.stream = new FollowedStream<>(repository, IN_MEMORY);
        stream.onAppend(batch -> batch.forEach(change -> wake(polls, change)));
        this.following = Following.begin(Channel.DEVICE_LISTS, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    /** Up to where changes have been read. */
    public long position() {
        return stream.position();
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position)
                .flatMap(reached -> reached ? Mono.just(true) : repository.wasThere(position));
    }

    /** The changes above {@code after}, up to {@code upTo}, if all of them are in memory. */
    public Optional<List<DeviceChange>> between(long after, long upTo) {
        return after >= upTo ? Optional.of(List.of()) : stream.between(after, upTo);
    }

    /** Tells of every batch, before anybody is told its position. Only while it is set up. */
    public void onAppend(Consumer<List<DeviceChange>> listener) {
        stream.onAppend(listener);
    }

    private static void wake(LongPolls polls, DeviceChange change) {
        switch (change) {
            case DeviceChange.OfList list -> {
                polls.wakeUser(list.user());
                list.rooms().forEach(polls::wakeRoom);
            }
            case DeviceChange.OfSignature signature -> polls.wakeUser(signature.signer());
            case DeviceChange.OfKeyCount count -> polls.wakeDevice(count.device());
        }
    }
}
