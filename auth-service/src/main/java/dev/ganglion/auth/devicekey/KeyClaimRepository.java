package dev.ganglion.auth.devicekey;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.KeyName;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Takes keys off the shelf, within a transaction of device lists. */
@Repository
class KeyClaimRepository {
    private final DatabaseClient database;

    KeyClaimRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * As many keys of each kind as there are claims of it, or as there are, the oldest first.
     * Relies on one_time_key_next and the primary key.
     */
    Mono<List<ClaimedKey>> takeOldest(List<KeyClaim> claims) {
        return bound(
                        """
                        with oldest as materialized (
                            select wanted.user_id, wanted.device_id, wanted.algorithm, next.key_id
                            from (
                                select n.user_id, n.device_id, n.algorithm, count(*) as claims
                                from unnest(:users, :devices, :algorithms) as n(user_id, device_id, algorithm)
                                group by n.user_id, n.device_id, n.algorithm) wanted
                            cross join lateral (
                                select o.key_id
                                from auth.one_time_key o
                                where o.user_id = wanted.user_id
                                  and o.device_id = wanted.device_id
                                  and o.algorithm = wanted.algorithm
                                order by o.ordering
                                limit wanted.claims) next),
                        taken as (
                            delete from auth.one_time_key k
                            using oldest
                            where k.user_id = oldest.user_id
                              and k.device_id = oldest.device_id
                              and k.algorithm = oldest.algorithm
                              and k.key_id = oldest.key_id
                            returning k.user_id, k.device_id, k.algorithm, k.key_id, k.key, k.ordering)
                        select user_id, device_id, algorithm, key_id, key
                        from taken
                        order by ordering
                        """,
                        claims)
                .map(KeyClaimRepository::key)
                .all()
                .collectList();
    }

    /** Marks the fallback keys as used; answers whose were not used before. */
    Mono<List<UserDevice>> useFallbacks(Collection<KeyClaim> claims) {
        return bound(
                        """
                        update auth.fallback_key k
                        set is_used = true
                        from unnest(:users, :devices, :algorithms) as n(user_id, device_id, algorithm)
                        where k.user_id = n.user_id
                          and k.device_id = n.device_id
                          and k.algorithm = n.algorithm
                          and not k.is_used
                        returning k.user_id, k.device_id
                        """,
                        claims)
                .map(KeyUploadRepository::device)
                .all()
                .collectList();
    }

    Mono<Map<KeyClaim, ClaimedKey>> fallbacks(Collection<KeyClaim> claims) {
        return bound(
                        """
                        select k.user_id, k.device_id, k.algorithm, k.key_id, k.key
                        from unnest(:users, :devices, :algorithms) as n(user_id, device_id, algorithm)
                        join auth.fallback_key k
                          on k.user_id = n.user_id and k.device_id = n.device_id and k.algorithm = n.algorithm
                        """,
                        claims)
                .map(KeyClaimRepository::key)
                .all()
                .collectMap(KeyClaimRepository::claim);
    }

    /** What a key was claimed by. */
    static KeyClaim claim(ClaimedKey key) {
        return new KeyClaim(key.device(), key.name().algorithm());
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, Collection<KeyClaim> claims) {
        return database.sql(sql)
                .bind("users", texts(claims, claim -> claim.device().userId().value()))
                .bind("devices", texts(claims, claim -> claim.device().deviceId().value()))
                .bind("algorithms", texts(claims, KeyClaim::algorithm));
    }

    private static ClaimedKey key(Readable row) {
        return new ClaimedKey(
                KeyUploadRepository.device(row),
                new KeyName(text(row, "algorithm"), text(row, "key_id")),
                text(row, "key"));
    }

    private static String[] texts(Collection<KeyClaim> claims, Function<KeyClaim, String> read) {
        return claims.stream().map(read).toArray(String[]::new);
    }
}
