package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.device.KnownDevices;
import dev.ganglion.sync.json.JsonBytes;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Proposal MSC3814: what waits for the dehydrated device of a user, page by page. Nothing is taken
 * away by reading it, so that another client can begin anew; it goes with the device.
 */
@RestController
class DehydratedDeviceController {
    private static final Pattern TOKEN = Pattern.compile("d([0-9]{1,18})");

    private final ToDevice toDevice;
    private final KnownDevices devices;

    DehydratedDeviceController(ToDevice toDevice, KnownDevices devices) {
        this.toDevice = toDevice;
        this.devices = devices;
    }

    record EventsRequest(Optional<String> nextBatch) {
        long after() {
            return nextBatch.map(EventsRequest::position).orElse(0L);
        }

        private static long position(String token) {
            var form = TOKEN.matcher(token);
            if (!form.matches()) {
                throw MatrixException.invalidParam("next_batch is not a token of this server");
            }
            return Long.parseLong(form.group(1));
        }
    }

    @PostMapping(
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events")
    Mono<RawJson> events(
            Requester requester,
            @PathVariable DeviceId deviceId,
            @RequestBody EventsRequest request) {
        var device = new DeviceRef(requester.userId(), deviceId);
        return devices.isDehydrated(device)
                .filter(isDehydrated -> isDehydrated)
                .switchIfEmpty(Mono.error(DehydratedDeviceController::other))
                .flatMap(_ -> toDevice.page(device, request.after()))
                .map(DehydratedDeviceController::json);
    }

    private static RawJson json(Delivery page) {
        JsonBytes out = new JsonBytes();
        out.beginObject().key("events").beginArray();
        page.messages().forEach(message -> message.write(out));
        out.endArray().key("next_batch").string("d" + page.upTo()).endObject();
        return RawJson.ofTrusted(out.toBytes());
    }

    private static MatrixException other() {
        return MatrixException.forbidden("This is not your dehydrated device");
    }
}
