package dev.ganglion.sync.response;

import dev.ganglion.sync.device.DeviceRef;
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

    DeviceSections(ToDevice toDevice) {
        this.toDevice = toDevice;
    }

    Mono<DeviceSection> of(SyncContext context) {
        return DeviceRef.of(context.user(), context.reader().deviceId())
                .map(device -> toDevice(device, context))
                .orElseGet(() -> Mono.just(new Delivery(List.of(), context.now().toDevice())))
                .map(DeviceSection::new);
    }

    private Mono<Delivery> toDevice(DeviceRef device, SyncContext context) {
        long now = context.now().toDevice();
        return context.since()
                .map(since -> toDevice.between(device, since.toDevice(), now))
                .orElseGet(() -> toDevice.waiting(device, now));
    }
}
