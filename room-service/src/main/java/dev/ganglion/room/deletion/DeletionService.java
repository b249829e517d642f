package dev.ganglion.room.deletion;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.account.AccountLookup;
import dev.ganglion.room.block.RoomBlocks;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Set;
import java.util.UUID;

/** Begins deletions and tells what became of them. */
@Service
class DeletionService {
    private static final int MAX_TEXT_LENGTH = 10_000;

    private final RoomHeads heads;
    private final RoomBlocks blocks;
    private final AccountLookup accounts;
    private final DeletionRepository repository;
    private final TransactionalOperator transaction;
    private final ServerProperties server;

    DeletionService(
            RoomHeads heads,
            RoomBlocks blocks,
            AccountLookup accounts,
            DeletionRepository repository,
            TransactionalOperator transaction,
            ServerProperties server) {
        this.heads = heads;
        this.blocks = blocks;
        this.accounts = accounts;
        this.repository = repository;
        this.transaction = transaction;
        this.server = server;
    }

    /**
     * The new deletion's ID; a block counts from now on. {@code M_NOT_FOUND} for unknown rooms and
     * for a new room of somebody without an account, 400 while another deletion of the room is
     * under way and for a new room of somebody from elsewhere.
     */
    Mono<String> begin(UserId admin, RoomId room, DeletionRequest request) {
        requireValid(request);
        String deleteId = UUID.randomUUID().toString();
        return heads.find(room, Set.of())
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such room")))
                .delayUntil(_ -> ownerMustBeActive(request))
                .then(insert(deleteId, room, admin, request))
                .thenReturn(deleteId);
    }

    /** With its block, which nobody would ask for again once the deletion is under way. */
    private Mono<Void> insert(String deleteId, RoomId room, UserId admin, DeletionRequest request) {
        return repository
                .insert(deleteId, room, admin, request)
                .filter(isInserted -> isInserted)
                .switchIfEmpty(Mono.error(DeletionService::alreadyUnderWay))
                .then(request.isBlocking() ? blocks.shut(room, admin) : Mono.empty())
                .as(transaction::transactional);
    }

    Flux<Deletion> listOf(RoomId room) {
        return repository.listOf(room);
    }

    Mono<Deletion> find(String deleteId) {
        return repository.find(deleteId);
    }

    /** Whoever registers the name later would find themselves in charge of the new room. */
    private Mono<Void> ownerMustBeActive(DeletionRequest request) {
        return Mono.justOrEmpty(request.newRoomUserId()).flatMap(accounts::mustBeActive);
    }

    private void requireValid(DeletionRequest request) {
        if (request.newRoomUserId()
                .filter(user -> !user.serverName().equals(server.serverName()))
                .isPresent()) {
            throw MatrixException.invalidParam("new_room_user_id must be a user of this server");
        }
        if (request.nameOfNewRoom().length() > MAX_TEXT_LENGTH
                || request.explanation().length() > MAX_TEXT_LENGTH) {
            throw MatrixException.invalidParam(
                    "room_name and message have at most " + MAX_TEXT_LENGTH + " characters");
        }
    }

    private static MatrixException alreadyUnderWay() {
        return MatrixException.of(400, ErrorCode.UNKNOWN, "This room is being deleted already");
    }
}
