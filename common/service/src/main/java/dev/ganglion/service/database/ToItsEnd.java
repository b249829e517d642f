package dev.ganglion.service.database;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Goes on when its reader goes away, with all that is still to come, for nobody. */
final class ToItsEnd<T> extends FluxOperator<T, T> {
    private final Consumer<T> leftOver;

    /**
     * A reader of one source.
     *
     * @param leftOver gets, once the reader is gone, what it was given last, perhaps more than
     *     once, and all that comes later
     */
    ToItsEnd(Flux<? extends T> source, Consumer<T> leftOver) {
        super(source);
        this.leftOver = leftOver;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> reader) {
        source.subscribe(new Reading(reader));
    }

    private final class Reading implements CoreSubscriber<T>, Subscription {
        private final CoreSubscriber<? super T> reader;
        private final AtomicBoolean isLeft = new AtomicBoolean();
        private volatile Subscription upstream = Operators.emptySubscription();
        private volatile @Nullable T latest;
        private volatile boolean isGiving;

        Reading(CoreSubscriber<? super T> reader) {
            this.reader = reader;
        }

        @Override
        public Context currentContext() {
            return reader.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            reader.onSubscribe(this);
        }

        @Override
        public void onNext(T next) {
            if (isLeft.get()) {
                leftOver.accept(next);
            } else {
                give(next);
            }
        }

        /** Who wants but one goes before looking at it, and is done with it when this returns. */
        private void give(T next) {
            latest = next;
            isGiving = true;
            reader.onNext(next);
            isGiving = false;
            if (isLeft.get()) {
                leftOver.accept(next);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!isLeft.get()) {
                reader.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!isLeft.get()) {
                reader.onComplete();
            }
        }

        @Override
        public void request(long count) {
            upstream.request(count);
        }

        @Override
        public void cancel() {
            if (isLeft.compareAndSet(false, true)) {
                T last = latest;
                if (last != null && !isGiving) {
                    leftOver.accept(last);
                }
                upstream.request(Long.MAX_VALUE);
            }
        }
    }
}
