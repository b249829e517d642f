package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.block.RoomBlocks;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.persist.Beginning;
import dev.ganglion.room.persist.RoomCreator;
import dev.ganglion.room.profile.Profiles;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.List;

/** Upgrades rooms, and carries on with upgrades that were cut off. */
@Service
class UpgradeService {
    private final OldRoomRepository rooms;
    private final RoomBlocks blocks;
    private final UpgradeRepository repository;
    private final Profiles profiles;
    private final ModerationGate moderation;
    private final RoomCreator creator;
    private final Completion completion;

    UpgradeService(
            OldRoomRepository rooms,
            RoomBlocks blocks,
            UpgradeRepository repository,
            Profiles profiles,
            ModerationGate moderation,
            RoomCreator creator,
            Completion completion) {
        this.rooms = rooms;
        this.blocks = blocks;
        this.repository = repository;
        this.profiles = profiles;
        this.moderation = moderation;
        this.creator = creator;
        this.completion = completion;
    }

    /** What somebody wants. */
    private record Wish(RoomVersion version, List<UserId> creators) {}

    /**
     * The room that takes the place of the old one, once it has. The same again for a request that
     * is repeated; {@code M_FORBIDDEN} when the room has, or is getting, a successor of another
     * version, and for whoever may not close the room.
     */
    Mono<RoomId> upgrade(UserId user, RoomId room, UpgradeRequest request) {
        Wish wish = new Wish(request.version(), request.creators());
        return rooms.find(room, user)
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom))
                .doOnNext(OldRoom::mustBeClosableByUser)
                // A room that an administrator has closed does not come back under another ID.
                .delayUntil(_ -> blocks.mustNotBeBlocked(room))
                .flatMap(old -> upgrade(old, wish));
    }

    private Mono<RoomId> upgrade(OldRoom old, Wish wish) {
        return find(old)
                .flatMap(upgrade -> madeWayFor(old, wish, upgrade))
                .switchIfEmpty(Mono.defer(() -> begin(old, wish)))
                .flatMap(upgrade -> completed(old, wish, upgrade));
    }

    private Mono<Upgrade> find(OldRoom old) {
        return repository.find(old.identity().nid());
    }

    /** Empty when the upgrade that was in the way is gone. */
    private Mono<Upgrade> madeWayFor(OldRoom old, Wish wish, Upgrade upgrade) {
        if (isWanted(old, wish, upgrade) || !upgrade.isReplaceable()) {
            return Mono.just(upgrade);
        }
        // Whoever did everything but write down that it is done has finished all the same.
        return upgrade.isAbandoned() && old.leadsTo(upgrade.to())
                ? completion.complete(old, upgrade).then(find(old))
                : completion.giveUp(old, upgrade).then(Mono.empty());
    }

    private static boolean isWanted(OldRoom old, Wish wish, Upgrade upgrade) {
        return !upgrade.isGone()
                && upgrade.version().equals(wish.version())
                && (upgrade.isFinished() || upgrade.isBy(old.user()));
    }

    private Mono<RoomId> completed(OldRoom old, Wish wish, Upgrade upgrade) {
        if (!isWanted(old, wish, upgrade)) {
            return Mono.error(inTheWay(upgrade));
        }
        return upgrade.isFinished()
                ? Mono.just(upgrade.to())
                : completion.complete(old, upgrade).thenReturn(upgrade.to());
    }

    private Mono<Upgrade> begin(OldRoom old, Wish wish) {
        SuccessorEvents events = new SuccessorEvents(old, wish.version(), wish.creators());
        return profiles.memberFields(old.user())
                .map(fields -> Beginning.of(wish.version(), events.drafts(fields)))
                .map(beginning -> beginning.replacing(old.identity().nid()))
                .delayUntil(this::mustBeAllowed)
                // Hashing and signing is nothing for an event loop.
                .publishOn(Schedulers.parallel())
                .flatMap(creator::create)
                .then()
                // Somebody else was faster, at the same moment.
                .onErrorComplete(RoomCreator.AlreadyReplaced.class)
                .then(Mono.defer(() -> find(old)))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.unavailable("Upgrade the room again")));
    }

    /** What was allowed once may not be any more: it is said anew. */
    private Mono<Void> mustBeAllowed(Beginning beginning) {
        return Flux.fromIterable(beginning.drafts())
                .filter(draft -> !draft.type().equals(EventTypes.MEMBER))
                .concatMap(
                        draft ->
                                moderation.mustAllow(draft.sender(), draft.type(), draft.content()))
                .then();
    }

    private static MatrixException inTheWay(Upgrade upgrade) {
        return MatrixException.forbidden(
                upgrade.isFinished()
                        ? "This room has been replaced already, by "
                                + upgrade.to()
                                + " of version "
                                + upgrade.version()
                                + ": upgrade that one"
                        : "Somebody is upgrading this room to version "
                                + upgrade.version()
                                + " right now: try again in some minutes");
    }
}
