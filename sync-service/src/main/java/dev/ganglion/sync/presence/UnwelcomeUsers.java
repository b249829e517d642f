package dev.ganglion.sync.presence;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.AccountData;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom users ignore, remembered until their lists change. */
@Component
class UnwelcomeUsers {
    private static final String TYPE = "m.ignored_user_list";
    private static final int MAX_USERS = 50_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final DatabaseClient database;
    private final AsyncCache<UserId, Set<String>> ignored =
            Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterAccess(KEPT).buildAsync();

    UnwelcomeUsers(DatabaseClient database, AccountData accountData) {
        this.database = database;
        accountData.onAppend(
                batch ->
                        batch.stream()
                                .filter(datum -> datum.isGlobal() && datum.type().equals(TYPE))
                                .forEach(
                                        datum -> ignored.synchronous().invalidate(datum.userId())));
    }

    /** Their user IDs. */
    Mono<Set<String>> of(UserId user) {
        return Mono.fromFuture(
                () -> ignored.get(user, (key, executor) -> load(key).toFuture()), true);
    }

    /** Relies on account_data's primary key. */
    private Mono<Set<String>> load(UserId user) {
        return database.sql(
                        """
                        select i.user_id
                        from sync.ignored_user i
                        where i.ignored_by = :user
                        """)
                .bind("user", user.value())
                .map(row -> Objects.requireNonNull(row.get("user_id", String.class)))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }
}
