package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Client-server API, "Uploading keys". */
@RestController
class KeyUploadController {
    private final KeyUploads uploads;

    KeyUploadController(KeyUploads uploads) {
        this.uploads = uploads;
    }

    record UploadResponse(Map<String, Long> oneTimeKeyCounts) {}

    @PostMapping("/_matrix/client/v3/keys/upload")
    Mono<UploadResponse> upload(Requester requester, @RequestBody JsonObject body) {
        return uploads.upload(device(requester), body).map(UploadResponse::new);
    }

    private static UserDevice device(Requester requester) {
        return requester
                .deviceId()
                .map(device -> new UserDevice(requester.userId(), device))
                .orElseThrow(KeyUploadController::noDevice);
    }

    private static MatrixException noDevice() {
        return MatrixException.of(
                400,
                ErrorCode.MISSING_PARAM,
                "Keys are a device's: an application service says which by device_id");
    }
}
