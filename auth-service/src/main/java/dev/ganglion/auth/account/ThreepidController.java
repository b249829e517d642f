package dev.ganglion.auth.account;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/**
 * Client-server API, "Adding Account Administrative Contact Information": no address can be added
 * here, which the capability {@code m.3pid_changes} says too, so the list is empty.
 */
@RestController
class ThreepidController {
    record Threepids(List<JsonObject> threepids) {}

    @GetMapping("/_matrix/client/v3/account/3pid")
    Threepids list(Requester requester) {
        requester.mustNotBeGuest();
        return new Threepids(List.of());
    }
}
