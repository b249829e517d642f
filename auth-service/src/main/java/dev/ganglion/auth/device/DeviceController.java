package dev.ganglion.auth.device;

import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/**
 * Client-server API, "Device Management": reading, renaming, and making them for application
 * services.
 */
@RestController
class DeviceController {
    private static final int MAX_NAME_LENGTH = 100;

    private final DeviceRepository devices;
    private final DeviceLists deviceLists;

    DeviceController(DeviceRepository devices, DeviceLists deviceLists) {
        this.devices = devices;
        this.deviceLists = deviceLists;
    }

    record DeviceList(List<Device> devices) {}

    record RenameRequest(Optional<String> displayName) {}

    @GetMapping("/_matrix/client/v3/devices")
    Mono<DeviceList> list(Requester requester) {
        return devices.list(requester.userId()).map(DeviceList::new);
    }

    @GetMapping("/_matrix/client/v3/devices/{deviceId}")
    Mono<Device> get(Requester requester, @PathVariable DeviceId deviceId) {
        return devices.find(requester.userId(), deviceId)
                .switchIfEmpty(Mono.error(DeviceController::unknown));
    }

    @PutMapping("/_matrix/client/v3/devices/{deviceId}")
    Mono<ResponseEntity<EmptyResponse>> rename(
            Requester requester,
            @PathVariable DeviceId deviceId,
            @RequestBody RenameRequest request) {
        request.displayName().ifPresent(DeviceController::requireShort);
        return devices.find(requester.userId(), deviceId)
                .flatMap(device -> renamed(requester.userId(), device, request.displayName()))
                .switchIfEmpty(Mono.defer(() -> made(requester, deviceId, request.displayName())));
    }

    private Mono<ResponseEntity<EmptyResponse>> renamed(
            UserId user, Device device, Optional<String> name) {
        return Mono.justOrEmpty(name)
                .flatMap(
                        given ->
                                deviceLists.change(changes -> rename(changes, user, device, given)))
                .thenReturn(ResponseEntity.ok(EmptyResponse.INSTANCE));
    }

    /** Others see the name with the device's keys. */
    private Mono<Void> rename(DeviceListChanges changes, UserId user, Device device, String name) {
        return devices.rename(user, device.deviceId(), name)
                .filter(isChanged -> isChanged)
                .flatMap(_ -> changes.ofDevices(user, List.of(device.deviceId())));
    }

    /** Application services alone get devices without logging in, and act on them. */
    private Mono<ResponseEntity<EmptyResponse>> made(
            Requester requester, DeviceId device, Optional<String> name) {
        return requester.applicationService().isEmpty()
                ? Mono.error(unknown())
                : devices.make(requester.userId(), device, name)
                        .filter(isMade -> isMade)
                        .switchIfEmpty(Mono.error(DeviceController::tooMany))
                        .thenReturn(
                                ResponseEntity.status(HttpStatus.CREATED)
                                        .body(EmptyResponse.INSTANCE));
    }

    private static void requireShort(String name) {
        if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
            throw MatrixException.invalidParam(
                    "A device's name has at most " + MAX_NAME_LENGTH + " characters");
        }
    }

    private static MatrixException tooMany() {
        return MatrixException.of(
                403,
                ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                "This user has too many devices: delete old ones");
    }

    private static MatrixException unknown() {
        return MatrixException.notFound("You have no such device");
    }
}
