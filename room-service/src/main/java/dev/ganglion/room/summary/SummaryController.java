package dev.ganglion.room.summary;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Client-server API, "Room summary". Nobody else is asked for a room, so {@code via} is passed
 * over.
 */
@RestController
class SummaryController {
    private static final String UNSTABLE = "im.nheko.summary.";

    private final RoomSummaries summaries;
    private final Aliases aliases;

    SummaryController(RoomSummaries summaries, Aliases aliases) {
        this.summaries = summaries;
        this.aliases = aliases;
    }

    @GetMapping("/_matrix/client/v1/room_summary/{room}")
    Mono<JsonObject> summary(Optional<Requester> requester, @PathVariable RoomIdOrAlias room) {
        return aliases.resolve(room)
                // An alias that leads nowhere and one of a hidden room look alike.
                .onErrorMap(SummaryController::isNotFound, _ -> RoomSummaries.notFound())
                .flatMap(roomId -> summaries.get(roomId, requester.map(Requester::userId)));
    }

    /** Where clients asked before version 1.15, for fields of other names. */
    @GetMapping({
        "/_matrix/client/unstable/im.nheko.summary/summary/{room}",
        "/_matrix/client/unstable/im.nheko.summary/rooms/{room}/summary"
    })
    Mono<JsonObject> unstableSummary(
            Optional<Requester> requester, @PathVariable RoomIdOrAlias room) {
        return summary(requester, room).map(SummaryController::withUnstableFields);
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof MatrixException refusal && refusal.status() == 404;
    }

    private static JsonObject withUnstableFields(JsonObject summary) {
        return summary.toBuilder()
                .putIfPresent(UNSTABLE + "encryption", summary.string("encryption"))
                .putIfPresent(UNSTABLE + "room_version", summary.string("room_version"))
                .putIfPresent(UNSTABLE + "version", summary.string("room_version"))
                .build();
    }
}
