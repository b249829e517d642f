package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The devices whose requests this replica answers, and what Redis has to hear of them: what they
 * ask for when it is new, and from time to time that they are still there. Thread-safe.
 */
@Component
class Devices {
    private final Map<UserId, Map<String, Device>> byUser = new ConcurrentHashMap<>();
    private final PresenceProperties properties;
    private final Clock clock;

    Devices(PresenceProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * One device. Immutable.
     *
     * @param requests how many of its requests wait
     * @param isAsking whether Redis has to hear what it asks for
     * @param toldAt when Redis last heard of it
     * @param seenAt when its last request ended
     */
    private record Device(
            PresenceState asked, int requests, boolean isAsking, long toldAt, long seenAt) {}

    /** A request of the device begins; {@link #end} is called for each. */
    void begin(UserId user, String device, PresenceState asked) {
        long now = clock.millis();
        change(
                user,
                device,
                new Device(asked, 0, true, 0, now),
                known ->
                        new Device(
                                asked,
                                known.requests() + 1,
                                known.isAsking() || known.asked() != asked || isOverdue(known, now),
                                known.toldAt(),
                                now));
    }

    void end(UserId user, String device) {
        long now = clock.millis();
        byUser.computeIfPresent(
                user,
                (same, devices) -> {
                    devices.computeIfPresent(
                            device,
                            (id, known) ->
                                    new Device(
                                            known.asked(),
                                            Math.max(0, known.requests() - 1),
                                            known.isAsking(),
                                            known.toldAt(),
                                            now));
                    return devices;
                });
    }

    /** Redis has been told otherwise than by {@link #signs}. */
    void hasAsked(UserId user, String device, PresenceState asked) {
        long now = clock.millis();
        change(
                user,
                device,
                new Device(asked, 0, false, now, now),
                known -> new Device(asked, known.requests(), false, now, now));
    }

    /** Whether any device of the user is known here. */
    boolean knows(UserId user) {
        return byUser.containsKey(user);
    }

    /** Forgets devices of a user; answers which. */
    List<String> remove(UserId user, Predicate<String> isMeant) {
        List<String> removed = new ArrayList<>();
        byUser.computeIfPresent(
                user,
                (same, devices) -> {
                    devices.keySet().stream().filter(isMeant).forEach(removed::add);
                    removed.forEach(devices::remove);
                    return devices.isEmpty() ? null : devices;
                });
        return removed;
    }

    /** What Redis has to hear now. Forgets devices that are gone. */
    List<Sign> signs() {
        long now = clock.millis();
        List<Sign> signs = new ArrayList<>();
        byUser.keySet()
                .forEach(
                        user ->
                                byUser.computeIfPresent(
                                        user,
                                        (same, devices) -> {
                                            devices.replaceAll(
                                                    (id, device) ->
                                                            sign(user, id, device, now, signs));
                                            devices.values()
                                                    .removeIf(device -> isGone(device, now));
                                            return devices.isEmpty() ? null : devices;
                                        }));
        return signs;
    }

    /** Redis has not heard these. */
    void unheard(List<Sign> signs) {
        for (Sign sign : signs) {
            byUser.computeIfPresent(
                    sign.user(),
                    (same, devices) -> {
                        devices.computeIfPresent(
                                sign.device(),
                                (id, known) ->
                                        new Device(
                                                known.asked(),
                                                known.requests(),
                                                known.isAsking() || sign.what() == Sign.What.ASK,
                                                0,
                                                known.seenAt()));
                        return devices;
                    });
        }
    }

    /** Redis may have missed or lost everything. */
    void unheard() {
        byUser.values()
                .forEach(
                        devices ->
                                devices.replaceAll(
                                        (id, device) ->
                                                new Device(
                                                        device.asked(),
                                                        device.requests(),
                                                        device.isAsking(),
                                                        0,
                                                        device.seenAt())));
    }

    private Device sign(UserId user, String id, Device device, long now, List<Sign> signs) {
        boolean isLiving = device.requests() > 0 && isOverdue(device, now);
        if (!device.isAsking() && !isLiving) {
            return device;
        }
        signs.add(
                device.isAsking()
                        ? Sign.asks(user, id, device.asked())
                        : Sign.lives(user, id, device.asked()));
        return new Device(device.asked(), device.requests(), false, now, device.seenAt());
    }

    /** Also when the clock has been set back. */
    private boolean isOverdue(Device device, long now) {
        return now < device.toldAt() || now - device.toldAt() >= properties.refresh().toMillis();
    }

    private boolean isGone(Device device, long now) {
        return device.requests() == 0
                && !device.isAsking()
                && now - device.seenAt() > properties.lease().toMillis();
    }

    private void change(UserId user, String device, Device fresh, UnaryOperator<Device> change) {
        byUser.compute(
                user,
                (same, present) -> {
                    Map<String, Device> devices =
                            present == null ? new ConcurrentHashMap<>(1) : present;
                    devices.put(device, change.apply(devices.getOrDefault(device, fresh)));
                    return devices;
                });
    }
}
