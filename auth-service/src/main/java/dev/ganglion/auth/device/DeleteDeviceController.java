package dev.ganglion.auth.device;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Client-server API, "Device Management": deleting one's own devices, after authenticating again,
 * unless an application service does it. A device that is not there counts as deleted.
 */
@RestController
class DeleteDeviceController {
    private static final int MAX_DEVICES = 1_000;

    private final InteractiveAuth interactive;
    private final Sessions sessions;

    DeleteDeviceController(InteractiveAuth interactive, Sessions sessions) {
        this.interactive = interactive;
        this.sessions = sessions;
    }

    record DeleteRequest(Optional<JsonObject> auth) {}

    record DeleteManyRequest(Optional<List<DeviceId>> devices, Optional<JsonObject> auth) {}

    @DeleteMapping("/_matrix/client/v3/devices/{deviceId}")
    Mono<EmptyResponse> delete(
            Requester requester,
            @PathVariable DeviceId deviceId,
            @RequestBody(required = false) @Nullable DeleteRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        Operation operation = Operation.of(http, requester, address);
        Optional<JsonObject> auth = request == null ? Optional.empty() : request.auth();
        return delete(operation, requester, auth, List.of(deviceId));
    }

    @PostMapping("/_matrix/client/v3/delete_devices")
    Mono<EmptyResponse> deleteMany(
            Requester requester,
            @RequestBody DeleteManyRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        List<DeviceId> devices =
                request.devices().orElseThrow(() -> MatrixException.missingParam("devices"));
        if (devices.size() > MAX_DEVICES) {
            throw MatrixException.invalidParam("At most " + MAX_DEVICES + " devices at once");
        }
        Operation operation = Operation.of(http, requester, address).to(named(devices));
        return delete(operation, requester, request.auth(), devices);
    }

    private Mono<EmptyResponse> delete(
            Operation operation,
            Requester requester,
            Optional<JsonObject> auth,
            List<DeviceId> devices) {
        Mono<EmptyResponse> deletion =
                sessions.end(requester.userId(), devices).thenReturn(EmptyResponse.INSTANCE);
        // Its users have nothing to authenticate again with.
        return requester.applicationService().isPresent()
                ? deletion
                : interactive.whenOwner(operation, auth, _ -> deletion);
    }

    /** In any order, each once. No ID holds a NUL. */
    private static String named(List<DeviceId> devices) {
        return devices.stream()
                .map(DeviceId::value)
                .distinct()
                .sorted()
                .collect(Collectors.joining("\0"));
    }
}
