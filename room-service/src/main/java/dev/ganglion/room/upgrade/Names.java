package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.room.alias.CanonicalAliases;
import dev.ganglion.room.directory.Published;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** What leads to a room from outside: aliases, and the directory. */
@Component
class Names {
    private final Aliases aliases;
    private final CanonicalAliases canonical;
    private final Published published;
    private final TransactionalOperator transaction;

    Names(
            Aliases aliases,
            CanonicalAliases canonical,
            Published published,
            TransactionalOperator transaction) {
        this.aliases = aliases;
        this.canonical = canonical;
        this.published = published;
        this.transaction = transaction;
    }

    /** What has been moved leads to the old room again. To be part of a transaction. */
    Mono<Void> giveBack(OldRoom old, Upgrade upgrade) {
        return aliases.redirectAll(upgrade.to(), Optional.of(old.id()))
                .then(published.handOver(upgrade.to(), old.id()));
    }

    /**
     * All of it leads to the new room from now on, moved in one transaction.
     *
     * @return the content of the {@code m.room.canonical_alias} event that the new room may have
     */
    Mono<JsonObject> move(OldRoom old, Upgrade upgrade) {
        return aliases.redirectAll(old.id(), Optional.of(upgrade.to()))
                .then(published.handOver(old.id(), upgrade.to()))
                .as(transaction::transactional)
                .then(Mono.defer(() -> canonical.leadingTo(upgrade.to(), old.canonicalAlias())));
    }
}
