package dev.ganglion.auth.digest;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Standing;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/** Remembers which mail went to an address last. Statements rely on the primary keys. */
@Repository
class DigestRepository {
    private final DatabaseClient database;

    DigestRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What a mail with a number may do. */
    enum Permission {
        /** Nobody has begun to send it. */
        NEW,
        /** It went out, or somebody is about to send it. */
        BEGUN,
        /** Its user is to get none. */
        LOCKED
    }

    /** Empty unless the address is the user's. Begins the mail if it is new. */
    Mono<Permission> begin(UserId user, EmailAddress address, long number) {
        return database.sql(
                        """
                        with owned as (
                            select e.address, a.standing
                            from auth.email_address e
                            join auth.account a on a.user_id = e.user_id
                            where e.address = :address and e.user_id = :user and a.deactivated_at is null
                            for no key update of e
                        ), begun as (
                            update auth.email_address e
                            set last_digest = :number
                            from owned o
                            where e.address = o.address and e.last_digest < :number and o.standing <> 'LOCKED'
                            returning e.address
                        )
                        select o.standing, (select count(*) from begun) as begun
                        from owned o
                        """)
                .bind("address", address.value())
                .bind("user", user.value())
                .bind("number", number)
                .map(
                        row ->
                                text(row, "standing").equals(Standing.LOCKED.name())
                                        ? Permission.LOCKED
                                        : number(row, "begun") > 0
                                                ? Permission.NEW
                                                : Permission.BEGUN)
                .one();
    }

    /** It did not go out: whoever asks again may send it. */
    Mono<Void> takeBack(EmailAddress address, long number) {
        return database.sql(
                        """
                        update auth.email_address
                        set last_digest = :number - 1
                        where address = :address and last_digest = :number
                        """)
                .bind("address", address.value())
                .bind("number", number)
                .then();
    }
}
