package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/**
 * Deletes account data, tags and push rules. An entry that is the last of the stream keeps its
 * place, without its name and content: tokens that reach up to there stay good.
 */
@Component
class AccountDataErasure implements Belongings {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    AccountDataErasure(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return LaneLock.acquire(database, StreamClass.ACCOUNT_DATA, StreamPosition.FIRST_LANE)
                .then(delete(user))
                .then(emptyLast(user))
                .as(transaction::transactional);
    }

    /** Relies on account_data's primary key and on account_data_by_position. */
    private Mono<Void> delete(UserId user) {
        return database.sql(
                        """
                        delete from sync.account_data
                        where user_id = :user
                          and position < (select max(position) from sync.account_data)
                        """)
                .bind("user", user.value())
                .then();
    }

    private Mono<Void> emptyLast(UserId user) {
        return database.sql(
                        """
                        update sync.account_data
                        set room_id = '', type = 'dev.ganglion.erased', content = convert_to('{}', 'UTF8')
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .then();
    }
}
