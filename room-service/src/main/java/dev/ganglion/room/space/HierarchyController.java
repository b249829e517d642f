package dev.ganglion.room.space;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.space.HierarchyService.Hierarchy;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Discovering rooms within spaces". */
@RestController
class HierarchyController {
    private final HierarchyService hierarchies;

    HierarchyController(HierarchyService hierarchies) {
        this.hierarchies = hierarchies;
    }

    @GetMapping("/_matrix/client/v1/rooms/{roomId}/hierarchy")
    Mono<Hierarchy> hierarchy(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam("suggested_only") Optional<Boolean> suggestedOnly,
            @RequestParam Optional<Integer> limit,
            @RequestParam("max_depth") Optional<Integer> maxDepth,
            @RequestParam Optional<String> from) {
        return hierarchies.page(
                roomId,
                requester.userId(),
                HierarchyQuery.of(suggestedOnly, limit, maxDepth, from));
    }
}
