package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/**
 * Finishes an upgrade whose new room is there, or gives it up. The tombstone comes last, and with
 * it everything else that changes in the old room, in one transaction: as long as it is not there,
 * nobody is sent to a room that is not complete, and the request can be repeated.
 */
@Component
class Completion {
    private final Followers followers;
    private final Names names;
    private final RoomWriter writer;
    private final UpgradeRepository repository;
    private final TransactionalOperator transaction;
    private final Counter upgrades;

    Completion(
            Followers followers,
            Names names,
            RoomWriter writer,
            UpgradeRepository repository,
            TransactionalOperator transaction,
            MeterRegistry meters) {
        this.followers = followers;
        this.names = names;
        this.writer = writer;
        this.repository = repository;
        this.transaction = transaction;
        this.upgrades = meters.counter("ganglion.room.upgrades");
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

    /**
     * Makes room for another upgrade, in one transaction with giving back what this one has moved;
     * what led to a new room that is gone by now went with it. The new room stays, without names.
     */
    Mono<Void> giveUp(OldRoom old, Upgrade upgrade) {
        return repository
                .forget(upgrade)
                .filter(isForgotten -> isForgotten && upgrade.isAbandoned())
                .flatMap(_ -> names.giveBack(old, upgrade))
                .as(transaction::transactional);
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
