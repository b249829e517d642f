package dev.ganglion.room.alias;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.identity.Requester;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Finds rooms by alias, and names them. */
@Service
public class Aliases {
    private static final int MAX_ALIASES_OF_USER = 1_000;

    private final AliasRepository repository;
    private final ApplicationServices applicationServices;

    Aliases(AliasRepository repository, ApplicationServices applicationServices) {
        this.repository = repository;
        this.applicationServices = applicationServices;
    }

    /**
     * {@code M_EXCLUSIVE} for an alias that is kept for an application service, and for an
     * application service outside of its namespaces. Application service API, "Server admin style
     * permissions".
     */
    public void mustBeOpenTo(Requester requester, RoomAlias alias) {
        applicationServices.requireMayManage(
                requester.applicationService().map(applicationServices::get), alias);
    }

    /** The room that an ID or an alias names; {@code M_NOT_FOUND} when an alias names none. */
    public Mono<RoomId> resolve(RoomIdOrAlias room) {
        return switch (room) {
            case RoomId roomId -> Mono.just(roomId);
            case RoomAlias alias -> find(alias).switchIfEmpty(Mono.error(() -> unknown(alias)));
        };
    }

    /** {@code M_FORBIDDEN} for whoever has as many aliases as one user may have. */
    public Mono<Void> mustHaveFewEnough(UserId creator) {
        return repository
                .countOf(creator)
                .filter(aliases -> aliases < MAX_ALIASES_OF_USER)
                .switchIfEmpty(Mono.error(Aliases::tooMany))
                .then();
    }

    /** {@code M_ROOM_IN_USE} for an alias that leads to a room already. */
    public Mono<Void> mustBeFree(RoomAlias alias) {
        return find(alias)
                .flatMap(
                        _ ->
                                Mono.error(
                                        MatrixException.of(
                                                400, ErrorCode.ROOM_IN_USE, "The alias is taken")));
    }

    /** All aliases of a room. */
    public Mono<List<String>> listOf(RoomId room) {
        return repository.listOf(room).collectList();
    }

    /** From now on all aliases of a room lead to another, or nowhere. */
    public Mono<Void> redirectAll(RoomId from, Optional<RoomId> to) {
        return to.map(target -> repository.moveAll(from, target))
                .orElseGet(() -> repository.deleteAll(from));
    }

    /** Names a room that exists; 409 when the alias is taken. */
    Mono<Void> add(RoomAlias alias, RoomId room, UserId creator) {
        return repository
                .insert(alias, room, creator, MAX_ALIASES_OF_USER)
                .flatMap(
                        insertion ->
                                switch (insertion) {
                                    case DONE -> Mono.empty();
                                    case TAKEN ->
                                            Mono.error(
                                                    MatrixException.of(
                                                            409,
                                                            ErrorCode.UNKNOWN,
                                                            "The alias is taken"));
                                    case TOO_MANY -> Mono.error(tooMany());
                                });
    }

    private Mono<RoomId> find(RoomAlias alias) {
        return repository.find(alias).map(AliasRepository.AliasRow::roomId);
    }

    static MatrixException unknown(RoomAlias alias) {
        return MatrixException.notFound("There is no room with the alias " + alias);
    }

    private static MatrixException tooMany() {
        return MatrixException.forbidden(
                "You have "
                        + MAX_ALIASES_OF_USER
                        + " aliases, which is as many as one user may have: delete one first");
    }
}
