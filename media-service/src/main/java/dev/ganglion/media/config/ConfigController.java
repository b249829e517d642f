package dev.ganglion.media.config;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.media.upload.UploadProperties;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ConfigController {
    private final UploadProperties limits;

    ConfigController(UploadProperties limits) {
        this.limits = limits;
    }

    /** Client-server API, {@code GET config}, at its new and its deprecated paths. */
    @GetMapping({
        "/_matrix/client/v1/media/config",
        "/_matrix/media/v3/config",
        "/_matrix/media/r0/config",
        "/_matrix/media/v1/config"
    })
    ConfigResponse config(Requester requester) {
        return new ConfigResponse(limits.maxUploadSize().toBytes());
    }

    record ConfigResponse(@JsonProperty("m.upload.size") long uploadSize) {}
}
