package dev.ganglion.auth.crosssigning;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Cross-signing": what a user's keys have signed. */
@RestController
class SignatureController {
    private final SignatureUploads uploads;

    SignatureController(SignatureUploads uploads) {
        this.uploads = uploads;
    }

    record SignatureResponse(JsonObject failures) {}

    @PostMapping("/_matrix/client/v3/keys/signatures/upload")
    Mono<SignatureResponse> upload(Requester requester, @RequestBody JsonObject body) {
        return uploads.store(requester.userId(), SignedKey.parseAll(body))
                .map(SignatureResponse::new);
    }
}
