package dev.ganglion.service.database;

import org.springframework.transaction.reactive.TransactionCallback;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * Transactions that go on to their end when whoever asked for them goes away, as clients do at any
 * time. A transaction that is cut off while its first message is under way counts as not begun: its
 * connection would return to the pool with the transaction open, and what is written through it
 * next, and acknowledged, would never be committed.
 */
public final class Uninterrupted implements TransactionalOperator {
    private final TransactionalOperator transactions;

    Uninterrupted(TransactionalOperator transactions) {
        this.transactions = transactions;
    }

    /** Work that goes on once it was begun; only its answer is lost when nobody waits for it. */
    public static <T> Mono<T> work(Mono<T> work) {
        return Mono.deferContextual(
                context -> {
                    Sinks.One<T> answer = Sinks.one();
                    // Its owner is the work itself, whose statements end in time.
                    work.subscribe(
                            answer::tryEmitValue,
                            answer::tryEmitError,
                            answer::tryEmitEmpty,
                            Context.of(context));
                    return answer.asMono();
                });
    }

    @Override
    public <T> Mono<T> transactional(Mono<T> mono) {
        return work(transactions.transactional(mono));
    }

    /** What is answered is held in memory until the transaction has ended. */
    @Override
    public <T> Flux<T> execute(TransactionCallback<T> action) {
        return work(transactions.execute(action).collectList()).flatMapIterable(all -> all);
    }
}
