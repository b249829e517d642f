package dev.ganglion.sync.response;

import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.devicelist.ChangedLists;
import dev.ganglion.sync.devicelist.DeviceLists;
import dev.ganglion.sync.keycount.KeyCounts;
import dev.ganglion.sync.response.DeviceSection.Keys;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.todevice.Delivery;
import dev.ganglion.sync.todevice.ToDevice;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Finds what a response tells a device of devices. */
@Component
class DeviceSections {
    private final ToDevice toDevice;
    private final DeviceLists lists;
    private final KeyCounts keyCounts;

    DeviceSections(ToDevice toDevice, DeviceLists lists, KeyCounts keyCounts) {
        this.toDevice = toDevice;
        this.lists = lists;
        this.keyCounts = keyCounts;
    }

    Mono<DeviceSection> of(SyncContext context) {
        return DeviceRef.of(context.user(), context.reader().deviceId())
                .map(device -> of(device, context))
                .orElseGet(() -> withoutDevice(context));
    }

    private Mono<DeviceSection> of(DeviceRef device, SyncContext context) {
        return Mono.zip(toDevice(device, context), lists(context), keys(device, context))
                .map(
                        parts ->
                                new DeviceSection(
                                        parts.getT1(), parts.getT2(), Optional.of(parts.getT3())));
    }

    private Mono<DeviceSection> withoutDevice(SyncContext context) {
        Delivery nothing = new Delivery(List.of(), context.now().toDevice());
        return lists(context).map(changed -> new DeviceSection(nothing, changed, Optional.empty()));
    }

    private Mono<Delivery> toDevice(DeviceRef device, SyncContext context) {
        long now = context.now().toDevice();
        return context.since()
                .map(since -> toDevice.between(device, since.toDevice(), now))
                .orElseGet(() -> toDevice.waiting(device, now));
    }

    /** Of what has changed since; there is nothing to change for a client that begins. */
    private Mono<ChangedLists> lists(SyncContext context) {
        return context.since()
                .map(since -> lists.between(context.user(), since, context.now(), context.rooms()))
                .orElseGet(() -> Mono.just(ChangedLists.NONE));
    }

    private Mono<Keys> keys(DeviceRef device, SyncContext context) {
        long now = context.now().deviceLists();
        return context.since()
                .map(
                        since -> {
                            boolean isNew =
                                    keyCounts.mayHaveChanged(device, since.deviceLists(), now);
                            return keyCounts.of(device).map(count -> new Keys(count, isNew));
                        })
                .orElseGet(() -> keyCounts.ofNewcomer(device).map(count -> new Keys(count, true)));
    }
}
