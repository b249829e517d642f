package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.directory.DirectoryService.PublicRooms;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Client-server API, "Published room directory". Looking without a search needs no access token.
 */
@RestController
class PublicRoomsController {
    private final DirectoryService directory;
    private final ServerProperties ourselves;

    PublicRoomsController(DirectoryService directory, ServerProperties ourselves) {
        this.directory = directory;
        this.ourselves = ourselves;
    }

    record Search(
            Optional<Integer> limit,
            Optional<String> since,
            Optional<JsonObject> filter,
            Optional<Boolean> includeAllNetworks,
            Optional<String> thirdPartyInstanceId) {
        private DirectoryQuery query() {
            return DirectoryQuery.of(
                    Networks.of(includeAllNetworks, thirdPartyInstanceId), limit, since, filter);
        }
    }

    @GetMapping("/_matrix/client/v3/publicRooms")
    Mono<PublicRooms> list(
            @RequestParam Optional<Integer> limit,
            @RequestParam Optional<String> since,
            @RequestParam Optional<ServerName> server) {
        requireOurselves(server);
        return directory.page(
                DirectoryQuery.of(new Networks.Own(), limit, since, Optional.empty()));
    }

    @PostMapping("/_matrix/client/v3/publicRooms")
    Mono<PublicRooms> search(
            Requester requester,
            @RequestParam Optional<ServerName> server,
            @RequestBody Search search) {
        requireOurselves(server);
        return directory.page(search.query());
    }

    private void requireOurselves(Optional<ServerName> server) {
        if (server.filter(name -> !name.equals(ourselves.serverName())).isPresent()) {
            throw MatrixException.notFound(
                    "The directory of that server cannot be reached from here");
        }
    }
}
