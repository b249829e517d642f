package dev.ganglion.room.alias;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Finds rooms by alias. */
@Service
public class Aliases {
    private final AliasRepository repository;

    Aliases(AliasRepository repository) {
        this.repository = repository;
    }

    /** The room that an alias names; empty when it names none. */
    public Mono<RoomId> find(RoomAlias alias) {
        return repository.find(alias).map(AliasRepository.AliasRow::roomId);
    }

    /** The room that an ID or an alias names; {@code M_NOT_FOUND} when an alias names none. */
    public Mono<RoomId> resolve(RoomIdOrAlias room) {
        return switch (room) {
            case RoomId roomId -> Mono.just(roomId);
            case RoomAlias alias ->
                    find(alias)
                            .switchIfEmpty(
                                    Mono.error(
                                            () ->
                                                    MatrixException.notFound(
                                                            "There is no room with the alias "
                                                                    + alias)));
        };
    }
}
