package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.sync.pusher.Pushers;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Takes pushers for which something is to be done, and writes down what was. Only the database's
 * clock counts. What is taken is this replica's for so long that a request has ended; then it is
 * due again, for whoever took it may be gone.
 */
@Repository
class ClaimRepository {
    private static final Duration BEYOND_REQUESTS = Duration.ofSeconds(5);

    private static final String TAKE =
            """
            with due as (
                select p.pusher_id, p.host, p.failures > 0 as is_failing, p.due_at
                from sync.pusher p
                where p.kind = 'http' and p.due_at <= now() and p.host <> all(:full)
                order by p.due_at
                limit 1000
            ), placed as (
                select d.pusher_id, d.host, d.is_failing,
                       row_number() over (partition by d.host order by d.is_failing, d.due_at) as at_host,
                       row_number() over (partition by d.is_failing order by d.due_at) as among_failing
                from due d
            ), chosen as (
                select p.pusher_id
                from sync.pusher p
                join placed d on d.pusher_id = p.pusher_id
                left join unnest(:hosts, :used) as u(host, places) on u.host = d.host
                where p.due_at <= now()
                  and d.at_host <= :perHost - coalesce(u.places, 0)
                  and (not d.is_failing or d.among_failing <= :failing)
                order by d.is_failing, p.due_at
                limit :limit
                for no key update of p skip locked
            )
            update sync.pusher p
            set claim = p.claim + 1, due_at = now() + :claim * interval '1 millisecond'
            from chosen
            where p.pusher_id = chosen.pusher_id
            returning p.pusher_id, p.claim, p.user_id, p.app_id, p.pushkey, p.data, p.host, p.is_enabled,
                      extract(epoch from p.set_at)::bigint as set_at, p.is_badge_due, p.badge, p.news,
                      p.failures::bigint as failures, %s as has_device
            """
                    .formatted(Pushers.HAS_ITS_DEVICE);

    private final DatabaseClient database;
    private final PushGatewayProperties properties;

    ClaimRepository(DatabaseClient database, PushGatewayProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /**
     * How much may be taken.
     *
     * @param failing how many of those whose last attempt failed: they leave places for others
     * @param used how many are under way, by the gateways' names
     */
    record Room(int places, int failing, Map<String, Integer> used) {}

    /** Takes what has been due the longest and is nobody else's. Relies on pusher_http_due. */
    Flux<Claim> take(Room room) {
        String[] hosts = room.used().keySet().toArray(String[]::new);
        String[] full =
                room.used().entrySet().stream()
                        .filter(host -> host.getValue() >= properties.perHost())
                        .map(Map.Entry::getKey)
                        .toArray(String[]::new);
        return database.sql(TAKE)
                .bind("full", full)
                .bind("hosts", hosts)
                .bind("used", room.used().values().toArray(Integer[]::new))
                .bind("perHost", properties.perHost())
                .bind("failing", room.failing())
                .bind("limit", room.places())
                .bind("claim", claimMillis())
                .map(Claim::read)
                .all();
    }

    /** How long until something is due, never negative; empty when nothing is. */
    Mono<Duration> untilNext() {
        return database.sql(
                        """
                        select ceil(extract(epoch from due_at - now()) * 1000)::bigint as millis
                        from sync.pusher
                        where kind = 'http' and due_at > now()
                        order by due_at
                        limit 1
                        """)
                .map(row -> number(row, "millis"))
                .one()
                .map(millis -> Duration.ofMillis(Math.max(0, millis)));
    }

    /** An event was told, or is not to be: false when somebody else has the pusher by now. */
    Mono<Boolean> finish(Claim claim, long position, Optional<Long> badge) {
        return database.sql(
                        """
                        with mine as (
                            update sync.pusher
                            set due_at = now() + :claimed * interval '1 millisecond',
                                failures = case when :badge::bigint is null then failures else 0 end,
                                badge = coalesce(:badge::bigint, badge),
                                is_badge_due = is_badge_due and (:badge::bigint is null or news <> :news)
                            where pusher_id = :pusher and claim = :claim
                            returning pusher_id
                        ), told as (
                            delete from sync.waiting_push w
                            using mine
                            where w.pusher_id = mine.pusher_id and w.position = :position
                        )
                        select count(*) as pushers from mine
                        """)
                .bind("claimed", claimMillis())
                .bind("badge", Parameters.in(R2dbcType.BIGINT, badge.orElse(null)))
                .bind("news", claim.news())
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .bind("position", position)
                .map(row -> number(row, "pushers") > 0)
                .one();
    }

    /** All was done that was known at the claim. */
    Mono<Void> release(Claim claim, Optional<Long> badge) {
        return database.sql(
                        """
                        update sync.pusher
                        set due_at = case when news <> :news then now() end,
                            failures = case when :badge::bigint is null then failures else 0 end,
                            badge = coalesce(:badge::bigint, badge),
                            is_badge_due = is_badge_due and news <> :news
                        where pusher_id = :pusher and claim = :claim
                        """)
                .bind("news", claim.news())
                .bind("badge", Parameters.in(R2dbcType.BIGINT, badge.orElse(null)))
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    /** Somebody else is to go on at once. */
    Mono<Void> giveBack(Claim claim) {
        return database.sql(
                        "update sync.pusher set due_at = now() where pusher_id = :pusher and claim = :claim")
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    /** It is tried again after a pause. */
    Mono<Void> postpone(Claim claim, Duration pause) {
        return database.sql(
                        """
                        update sync.pusher
                        set failures = failures + 1, due_at = now() + :pause * interval '1 millisecond'
                        where pusher_id = :pusher and claim = :claim
                        """)
                .bind("pause", pause.toMillis())
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    /** The pusher is gone, and all that waits for it. */
    Mono<Void> remove(Claim claim) {
        return database.sql("delete from sync.pusher where pusher_id = :pusher and claim = :claim")
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    private long claimMillis() {
        return properties.timeout().multipliedBy(2).plus(BEYOND_REQUESTS).toMillis();
    }
}
