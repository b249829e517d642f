package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.delayedevent.ListAnswer.Details;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** MSC4140, "Getting delayed events": a user's own. */
@RestController
class ListController {
    private final ListRepository repository;
    private final Overtaking overtaking;

    ListController(ListRepository repository, Overtaking overtaking) {
        this.repository = repository;
        this.overtaking = overtaking;
    }

    @GetMapping(ManageController.PATH)
    Mono<ListAnswer> list(
            Requester requester,
            @RequestParam Optional<String> status,
            @RequestParam(name = "delay_id", required = false) @Nullable List<String> delayIds,
            @RequestParam(name = "room_id") Optional<RoomId> roomId,
            @RequestParam Optional<String> type,
            @RequestParam Optional<String> from) {
        ListQuery query = ListQuery.of(status, delayIds, roomId, type, from);
        return overtaking
                .withdrawAll(requester.userId())
                .thenMany(repository.list(requester.userId(), query))
                .collectList()
                .map(found -> ListAnswer.of(found, query));
    }

    @GetMapping(ManageController.PATH + "/{delayId}")
    Mono<Details> get(Requester requester, @PathVariable String delayId) {
        return Mono.justOrEmpty(DelayId.tryParse(delayId))
                .flatMap(
                        id -> overtaking.withdraw(id).then(repository.find(requester.userId(), id)))
                .map(Details::of)
                .switchIfEmpty(Mono.<Details>error(Management::unknown));
    }
}
