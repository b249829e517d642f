package dev.ganglion.room.block;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Blocking rooms, for administrators of the server; the protocol that admin tools speak. */
@RestController
class BlockController {
    private static final String PATH = "/_synapse/admin/v1/rooms/{roomId}/block";

    private final RoomBlocks blocks;
    private final BlockRepository repository;

    BlockController(RoomBlocks blocks, BlockRepository repository) {
        this.blocks = blocks;
        this.repository = repository;
    }

    record Change(@JsonProperty("block") boolean isBlocked) {}

    /**
     * @param userId who has blocked it
     */
    record Status(@JsonProperty("block") boolean isBlocked, Optional<String> userId) {}

    @GetMapping(PATH)
    Mono<Status> get(Requester requester, @PathVariable RoomId roomId) {
        requester.mustBeServerAdmin();
        return repository
                .findBlocker(roomId)
                .map(admin -> new Status(true, Optional.of(admin)))
                .defaultIfEmpty(new Status(false, Optional.empty()));
    }

    @PutMapping(PATH)
    Mono<Change> set(Requester requester, @PathVariable RoomId roomId, @RequestBody Change change) {
        requester.mustBeServerAdmin();
        return (change.isBlocked()
                        ? blocks.shut(roomId, requester.userId())
                        : repository.delete(roomId))
                .thenReturn(change);
    }
}
