package dev.ganglion.sync.accountdata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom users ignore, as of the account data that this replica has read. In memory for those who
 * sync; a new list counts from the response on that tells of it. Module "Ignoring Users".
 */
@Service
public class IgnoredUsers {
    private static final String TYPE = "m.ignored_user_list";
    private static final int MAX_IGNORED = 1_000_000;

    /** A list that was pushed out of memory while an older one was being read is back after it. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final AccountDataRepository repository;
    private final Cache<UserId, Ignored> cache =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_IGNORED)
                    .weigher((UserId user, Ignored list) -> 1 + list.users().size())
                    .expireAfterWrite(KEPT)
                    .build();

    IgnoredUsers(AccountDataRepository repository, AccountData accountData) {
        this.repository = repository;
        accountData.onAppend(this::follow);
    }

    private record Ignored(long position, Set<UserId> users) {
        Ignored newer(Ignored other) {
            return other.position() > position ? other : this;
        }
    }

    /** Empty for most. No query while it is in memory. */
    public Mono<Set<UserId>> of(UserId user) {
        Ignored known = cache.getIfPresent(user);
        return known == null ? load(user) : Mono.just(known.users());
    }

    private Mono<Set<UserId>> load(UserId user) {
        return repository
                .find(user, AccountData.GLOBAL, TYPE)
                .map(IgnoredUsers::read)
                .defaultIfEmpty(new Ignored(0, Set.of()))
                .map(list -> remember(user, list).users());
    }

    /** The newest list that was seen stays. */
    private Ignored remember(UserId user, Ignored list) {
        return Objects.requireNonNull(cache.asMap().merge(user, list, Ignored::newer));
    }

    private void follow(List<AccountDatum> batch) {
        for (AccountDatum datum : batch) {
            if (datum.isGlobal() && datum.type().equals(TYPE)) {
                remember(datum.userId(), read(datum));
            }
        }
    }

    private static Ignored read(AccountDatum datum) {
        return new Ignored(datum.position(), users(datum));
    }

    /** Whatever is not of the form ignores nobody. */
    private static Set<UserId> users(AccountDatum datum) {
        try {
            return Json.parseObject(datum.content().bytes())
                    .object("ignored_users")
                    .orElse(JsonObject.EMPTY)
                    .keys()
                    .stream()
                    .flatMap(user -> UserId.tryParse(user).stream())
                    .filter(user -> !user.equals(datum.userId()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (InvalidJsonException e) {
            return Set.of();
        }
    }
}
