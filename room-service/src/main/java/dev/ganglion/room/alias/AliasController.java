package dev.ganglion.room.alias;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.alias.AliasRepository.AliasRow;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.visibility.ReadingPoints;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;

/** Client-server API, "Room aliases". */
@RestController
class AliasController {
    private final Aliases aliases;
    private final AliasRepository repository;
    private final RoomHeads heads;
    private final ReadingPoints readingPoints;
    private final ServerProperties server;

    AliasController(
            Aliases aliases,
            AliasRepository repository,
            RoomHeads heads,
            ReadingPoints readingPoints,
            ServerProperties server) {
        this.aliases = aliases;
        this.repository = repository;
        this.heads = heads;
        this.readingPoints = readingPoints;
        this.server = server;
    }

    record Target(RoomId roomId) {}

    record Resolved(RoomId roomId, List<String> servers) {}

    record AliasList(List<String> aliases) {}

    @GetMapping("/_matrix/client/v3/directory/room/{alias}")
    Mono<Resolved> resolve(@PathVariable RoomAlias alias) {
        return repository
                .find(alias)
                .map(row -> new Resolved(row.roomId(), List.of(server.serverName().value())))
                .switchIfEmpty(Mono.error(() -> Aliases.unknown(alias)));
    }

    @PutMapping("/_matrix/client/v3/directory/room/{alias}")
    Mono<EmptyResponse> create(
            Requester requester, @PathVariable RoomAlias alias, @RequestBody Target target) {
        if (!alias.serverName().equals(server.serverName())) {
            return Mono.error(
                    MatrixException.invalidParam(
                            "An alias of this server ends in " + server.serverName()));
        }
        aliases.mustBeOpenTo(requester, alias);
        return readingPoints
                .mustBeJoined(target.roomId(), requester.userId())
                .then(aliases.add(alias, target.roomId(), requester.userId()))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping("/_matrix/client/v3/directory/room/{alias}")
    Mono<EmptyResponse> delete(Requester requester, @PathVariable RoomAlias alias) {
        aliases.mustBeOpenTo(requester, alias);
        return repository
                .find(alias)
                .switchIfEmpty(Mono.error(() -> Aliases.unknown(alias)))
                .flatMap(row -> mustBeAllowedToDelete(requester, row))
                .then(repository.delete(alias))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/aliases")
    Mono<AliasList> list(Requester requester, @PathVariable RoomId roomId) {
        return readingPoints
                .of(roomId, requester.userId())
                .thenMany(repository.listOf(roomId))
                .collectList()
                .map(AliasList::new);
    }

    /**
     * Its creator, an administrator of the server, a member who may set the room's main alias, or
     * an application service, which has come this far only with an alias of its own.
     */
    private Mono<Void> mustBeAllowedToDelete(Requester requester, AliasRow row) {
        if (row.creator().equals(requester.userId())
                || requester.isServerAdmin()
                || requester.applicationService().isPresent()) {
            return Mono.empty();
        }
        UserId user = requester.userId();
        return heads.get(
                        row.roomId(),
                        Set.of(
                                StateKeyTuple.CREATE,
                                StateKeyTuple.POWER_LEVELS,
                                StateKeyTuple.member(user)))
                .filter(head -> head.maySetState(user, EventTypes.CANONICAL_ALIAS))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("This is not your alias")))
                .then();
    }
}
