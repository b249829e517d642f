package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/**
 * The directories that application services keep of their networks. Application service API,
 * "Application service room directories".
 */
@RestController
class NetworkController {
    private final DirectoryService directory;

    NetworkController(DirectoryService directory) {
        this.directory = directory;
    }

    @PutMapping("/_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}")
    Mono<EmptyResponse> set(
            Requester requester,
            @PathVariable String networkId,
            @PathVariable RoomId roomId,
            @RequestBody VisibilityRequest change) {
        String applicationService = requester.mustBeApplicationService();
        if (change.visibility().isEmpty()) {
            throw MatrixException.missingParam("visibility");
        }
        NetworkRoom room = new NetworkRoom(applicationService, networkId, roomId);
        return directory.setPublished(room, change.isPublic()).thenReturn(EmptyResponse.INSTANCE);
    }
}
