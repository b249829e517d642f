package dev.ganglion.room.relation;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.relation.RelationService.Relations;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Relationships API". */
@RestController
class RelationController {
    private static final String RELATIONS = "/_matrix/client/v1/rooms/{roomId}/relations/{eventId}";

    private final RelationService relations;

    RelationController(RelationService relations) {
        this.relations = relations;
    }

    @GetMapping({
        RELATIONS,
        RELATIONS + "/{relType}",
        RELATIONS + "/{relType}/{eventType}",
    })
    Mono<Relations> list(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @PathVariable(required = false) @Nullable String relType,
            @PathVariable(required = false) @Nullable String eventType,
            @RequestParam(defaultValue = "b") String dir,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable Boolean recurse) {
        RelationRequest request =
                RelationRequest.parse(
                        RelationFilter.of(relType, eventType, recurse), dir, from, to, limit);
        return relations.list(requester, roomId, eventId, request);
    }
}
