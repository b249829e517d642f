package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * Finishes an upgrade whose new room is there. The tombstone comes last, and with it everything
 * else that changes in the old room, in one transaction: as long as it is not there, nobody is sent
 * to a room that is not complete, and the request can be repeated.
 */
@Component
class Completion {
    private final Followers followers;
    private final Names names;
    private final RoomWriter writer;
    private final UpgradeRepository repository;
    private final Counter upgrades;

    Completion(
            Followers followers,
            Names names,
            RoomWriter writer,
            UpgradeRepository repository,
            MeterRegistry meters) {
        this.followers = followers;
        this.names = names;
        this.writer = writer;
        this.repository = repository;
        this.upgrades = meters.counter("ganglion_room_upgrades");
    }

    Mono<Void> complete(OldRoom old, Upgrade upgrade) {
        Mono<Void> replacing =
                followers
                        .carry(old, upgrade)
                        .then(Mono.defer(() -> names.move(old, upgrade)))
                        .flatMap(alias -> open(old, upgrade, alias))
                        .then(Mono.defer(() -> close(old, upgrade)));
        return (old.leadsTo(upgrade.to()) ? Mono.<Void>empty() : replacing)
                .then(Mono.defer(() -> repository.finish(upgrade)))
                .doOnSuccess(_ -> upgrades.increment());
    }

    private Mono<Void> open(OldRoom old, Upgrade upgrade, JsonObject alias) {
        Succession succession = new Succession(old, upgrade);
        return writer.submit(
                        Proposal.deciding(
                                upgrade.to(),
                                Succession.NEEDS,
                                room -> succession.opening(room, alias)))
                .then();
    }

    private Mono<Void> close(OldRoom old, Upgrade upgrade) {
        Succession succession = new Succession(old, upgrade);
        return writer.submit(Proposal.deciding(old.id(), Succession.NEEDS, succession::closing))
                .then();
    }
}
