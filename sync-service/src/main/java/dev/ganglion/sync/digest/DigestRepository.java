package dev.ganglion.sync.digest;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.digest.DigestClaim.Attempt;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes pushers for which a mail may be due, and writes down what was sent. Only the database's
 * clock counts. What is taken is this replica's for so long that a request has ended; then it is
 * due again, for whoever took it may be gone.
 */
@Repository
class DigestRepository {
    /** Longer than auth-service is waited for. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final String TAKE =
            """
            with chosen as (
                select p.pusher_id
                from sync.pusher p
                where p.kind = 'email' and p.due_at <= now()
                order by p.failures > 0, p.due_at
                limit :limit
                for no key update of p skip locked
            )
            update sync.pusher p
            set claim = p.claim + 1, due_at = now() + :claim * interval '1 millisecond'
            from chosen c
            left join sync.digest d on d.pusher_id = c.pusher_id
            where p.pusher_id = c.pusher_id
            returning p.pusher_id, p.claim, p.user_id, p.pushkey, p.news, p.failures::bigint as failures,
                      p.is_enabled, d.number, d.up_to, coalesce(d.mails, 0)::bigint as mails,
                      (extract(epoch from now() - d.sent_at) * 1000)::bigint as since_mail,
                      (select (extract(epoch from now()) * 1000 - max(r.ts))::bigint
                       from rooms.room_member m
                       join sync.receipt r on r.room_nid = m.room_nid and r.user_id = m.user_id
                       where m.user_id = p.user_id and r.receipt_type in ('m.read', 'm.read.private')
                      ) as since_reading,
                      exists (
                       select
                       from rooms.room_member m
                       join sync.receipt r on r.room_nid = m.room_nid and r.user_id = m.user_id
                       where m.user_id = p.user_id and r.receipt_type in ('m.read', 'm.read.private')
                         and r.position > d.receipts_before
                      ) as has_read
            """;

    /** What waits up to a position waits no more, as long as the claim is held. */
    private static final String DONE =
            """
            with mine as (
                update sync.pusher
                set failures = 0,
                    due_at = case when news <> :news or :more then now() end
                where pusher_id = :pusher and claim = :claim
                returning pusher_id
            ), gone as (
                delete from sync.waiting_push w
                using mine
                where w.pusher_id = mine.pusher_id and w.position <= :upTo
            )
            update sync.digest d
            """;

    private final DatabaseClient database;

    DigestRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Takes what has been due the longest and is nobody else's. Relies on pusher_email_due,
     * room_member_of_user and the key of receipt.
     */
    Flux<DigestClaim> take(int limit) {
        return database.sql(TAKE)
                .bind("limit", limit)
                .bind("claim", CLAIM.toMillis())
                .map(DigestRepository::read)
                .all();
    }

    /** A number for a mail that is about to be asked for; empty when the claim is lost. */
    Mono<Attempt> begin(DigestClaim claim, long upTo) {
        return database.sql(
                        """
                        with mine as (
                            update sync.pusher
                            set due_at = now() + :claimed * interval '1 millisecond'
                            where pusher_id = :pusher and claim = :claim
                            returning pusher_id
                        )
                        insert into sync.digest (pusher_id, number, up_to)
                        select pusher_id, nextval('sync.digest_number'), :upTo
                        from mine
                        on conflict (pusher_id) do update
                        set number = excluded.number, up_to = excluded.up_to
                        returning number, up_to
                        """)
                .bind("claimed", CLAIM.toMillis())
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .bind("upTo", upTo)
                .map(row -> new Attempt(number(row, "number"), number(row, "up_to")))
                .one();
    }

    /** The mail went out: what it told of waits no longer. */
    Mono<Void> finish(DigestClaim claim, Attempt attempt, boolean isMoreWaiting) {
        return done(
                        claim,
                        isMoreWaiting,
                        attempt.upTo(),
                        """
                        set number = null, up_to = null, sent_at = now(), mails = :mails,
                            receipts_before = (select coalesce(max(position), 0) from sync.receipt)
                        from mine
                        where d.pusher_id = mine.pusher_id
                        """)
                .bind("mails", claim.past().mails() + 1)
                .then();
    }

    /** Nothing is to be told of what waits up to there. */
    Mono<Void> release(DigestClaim claim, long upTo, boolean isMoreWaiting) {
        return done(
                        claim,
                        isMoreWaiting,
                        upTo,
                        """
                        set number = null, up_to = null
                        from mine
                        where d.pusher_id = mine.pusher_id
                        """)
                .then();
    }

    private GenericExecuteSpec done(
            DigestClaim claim, boolean isMoreWaiting, long upTo, String digest) {
        return database.sql(DONE + digest)
                .bind("news", claim.news())
                .bind("more", isMoreWaiting)
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .bind("upTo", upTo);
    }

    /** It is not time yet. */
    Mono<Void> postpone(DigestClaim claim, Duration pause) {
        return database.sql(
                        """
                        update sync.pusher
                        set due_at = now() + :pause * interval '1 millisecond'
                        where pusher_id = :pusher and claim = :claim
                        """)
                .bind("pause", pause.toMillis())
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    /**
     * It is tried again after a pause.
     *
     * @param isKnown that the mail did not go out: the next one may tell of more, under another
     *     number
     */
    Mono<Void> retry(DigestClaim claim, Duration pause, boolean isKnown) {
        return database.sql(
                        """
                        with mine as (
                            update sync.pusher
                            set failures = failures + 1, due_at = now() + :pause * interval '1 millisecond'
                            where pusher_id = :pusher and claim = :claim
                            returning pusher_id
                        )
                        update sync.digest d
                        set number = null, up_to = null
                        from mine
                        where d.pusher_id = mine.pusher_id and :known
                        """)
                .bind("pause", pause.toMillis())
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .bind("known", isKnown)
                .then();
    }

    /** The pusher is gone, and all that waits for it. */
    Mono<Void> remove(DigestClaim claim) {
        return database.sql("delete from sync.pusher where pusher_id = :pusher and claim = :claim")
                .bind("pusher", claim.pusherId())
                .bind("claim", claim.number())
                .then();
    }

    private static DigestClaim read(Readable row) {
        return new DigestClaim(
                number(row, "pusher_id"),
                number(row, "claim"),
                new UserId(text(row, "user_id")),
                text(row, "pushkey"),
                number(row, "news"),
                Math.toIntExact(number(row, "failures")),
                isTrue(row, "is_enabled"),
                new Pauses.Past(
                        duration(row, "since_mail"),
                        duration(row, "since_reading"),
                        isTrue(row, "has_read") ? 0 : Math.toIntExact(number(row, "mails"))),
                Optional.ofNullable(row.get("number", Long.class))
                        .map(number -> new Attempt(number, number(row, "up_to"))));
    }

    /** A clock that goes wrong by a little makes no time negative. */
    private static Optional<Duration> duration(Readable row, String column) {
        return Optional.ofNullable(row.get(column, Long.class))
                .map(millis -> Duration.ofMillis(Math.max(0, millis)));
    }

    private static boolean isTrue(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }
}
