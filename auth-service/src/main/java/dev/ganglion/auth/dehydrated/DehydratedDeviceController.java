package dev.ganglion.auth.dehydrated;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Proposal MSC3814, by its unstable path. */
@RestController
class DehydratedDeviceController {
    private static final String PATH =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

    private final DehydratedDevices devices;
    private final DehydratedDeviceRepository repository;

    DehydratedDeviceController(DehydratedDevices devices, DehydratedDeviceRepository repository) {
        this.devices = devices;
        this.repository = repository;
    }

    record NamedDevice(DeviceId deviceId) {}

    @PutMapping(PATH)
    Mono<NamedDevice> put(Requester requester, @RequestBody DehydrationRequest request) {
        return devices.replace(requester.userId(), request).map(NamedDevice::new);
    }

    @GetMapping(PATH)
    Mono<DehydratedDevice> get(Requester requester) {
        return repository
                .find(requester.userId())
                .switchIfEmpty(Mono.error(DehydratedDeviceController::none));
    }

    @DeleteMapping(PATH)
    Mono<NamedDevice> delete(Requester requester) {
        return devices.delete(requester.userId())
                .map(NamedDevice::new)
                .switchIfEmpty(Mono.error(DehydratedDeviceController::none));
    }

    private static MatrixException none() {
        return MatrixException.notFound("You have no dehydrated device");
    }
}
