package dev.ganglion.sync.pushrules;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.push.CompiledRules;
import dev.ganglion.protocol.push.CompiledRulesPool;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.protocol.push.PushRuleset;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;

import org.springframework.stereotype.Service;
import org.springframework.util.function.SingletonSupplier;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The rules of those who read, ready to be applied, as of the account data that this replica has
 * read: changed rules hold from the response on that tells of them. Compiled when they are asked
 * for; users who have the same share them.
 */
@Service
public class CompiledPushRules {
    private static final int IN_MEMORY = 100_000;

    /** Rules that were pushed out of memory while older ones were being read are back after it. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final AccountData accountData;
    private final CompiledRulesPool pool = new CompiledRulesPool();
    private final Cache<UserId, Version> cache =
            Caffeine.newBuilder().maximumSize(IN_MEMORY).expireAfterWrite(KEPT).build();

    CompiledPushRules(AccountData accountData) {
        this.accountData = accountData;
        accountData.onAppend(this::follow);
    }

    private record Version(long position, SingletonSupplier<CompiledRules> rules) {
        Version newer(Version other) {
            return other.position() > position ? other : this;
        }

        CompiledRules compiled() {
            return rules.obtain();
        }
    }

    /** The default rules for most. No query while they are in memory. */
    public Mono<CompiledRules> of(UserId user) {
        Version known = cache.getIfPresent(user);
        return known == null ? load(user) : Mono.fromSupplier(known::compiled);
    }

    private Mono<CompiledRules> load(UserId user) {
        return accountData
                .findDatum(user, AccountData.GLOBAL, PushRules.TYPE)
                .map(this::version)
                .defaultIfEmpty(new Version(0, SingletonSupplier.of(CompiledRules.DEFAULT)))
                .map(version -> remember(user, version).compiled());
    }

    /** The newest that were seen stay. */
    private Version remember(UserId user, Version version) {
        return Objects.requireNonNull(cache.asMap().merge(user, version, Version::newer));
    }

    private void follow(List<AccountDatum> batch) {
        for (AccountDatum datum : batch) {
            if (datum.isGlobal() && datum.type().equals(PushRules.TYPE)) {
                remember(datum.userId(), version(datum));
            }
        }
    }

    private Version version(AccountDatum stored) {
        return new Version(stored.position(), SingletonSupplier.of(() -> compiled(stored)));
    }

    private CompiledRules compiled(AccountDatum stored) {
        return pool.of(
                PushRuleset.of(
                        DefaultRules.completed(
                                Json.parseObject(stored.content().bytes()), stored.userId())),
                stored.userId());
    }
}
