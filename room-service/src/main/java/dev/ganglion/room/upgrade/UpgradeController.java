package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, {@code POST /rooms/{roomId}/upgrade}. */
@RestController
class UpgradeController {
    private final UpgradeService upgrading;

    UpgradeController(UpgradeService upgrading) {
        this.upgrading = upgrading;
    }

    record Upgraded(RoomId replacementRoom) {}

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/upgrade")
    Mono<Upgraded> upgrade(
            Requester requester, @PathVariable RoomId roomId, @RequestBody UpgradeRequest request) {
        requester.mustNotBeGuest();
        return upgrading.upgrade(requester.userId(), roomId, request).map(Upgraded::new);
    }
}
