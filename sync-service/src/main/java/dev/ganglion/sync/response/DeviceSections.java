package dev.ganglion.sync.response;

import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.devicelist.ChangedLists;
import dev.ganglion.sync.devicelist.DeviceLists;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.todevice.Delivery;
import dev.ganglion.sync.todevice.ToDevice;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;

/** Finds what a response tells a device of devices. */
@Component
class DeviceSections {
    private final ToDevice toDevice;
    private final DeviceLists lists;

    DeviceSections(ToDevice toDevice, DeviceLists lists) {
        this.toDevice = toDevice;
        this.lists = lists;
    }

    Mono<DeviceSection> of(SyncContext context) {
        return DeviceRef.of(context.user(), context.reader().deviceId())
                .map(device -> toDevice(device, context))
                .orElseGet(() -> Mono.just(new Delivery(List.of(), context.now().toDevice())))
                .zipWith(lists(context), DeviceSection::new);
    }

    /** Of what has changed since; there is nothing to change for a client that begins. */
    private Mono<ChangedLists> lists(SyncContext context) {
        return context.since()
                .map(since -> lists.between(context.user(), since, context.now(), context.rooms()))
                .orElseGet(() -> Mono.just(ChangedLists.NONE));
    }

    private Mono<Delivery> toDevice(DeviceRef device, SyncContext context) {
        long now = context.now().toDevice();
        return context.since()
                .map(since -> toDevice.between(device, since.toDevice(), now))
                .orElseGet(() -> toDevice.waiting(device, now));
    }
}
