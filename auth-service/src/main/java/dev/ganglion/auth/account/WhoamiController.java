package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Optional;

/** Client-server API, "Current account information". */
@RestController
class WhoamiController {
    record Whoami(UserId userId, Optional<DeviceId> deviceId, boolean isGuest) {}

    @GetMapping("/_matrix/client/v3/account/whoami")
    Whoami whoami(Requester requester) {
        return new Whoami(requester.userId(), requester.deviceId(), requester.isGuest());
    }
}
