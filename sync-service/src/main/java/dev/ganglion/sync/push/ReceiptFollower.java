package dev.ganglion.sync.push;

import dev.ganglion.sync.receipt.Receipts;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the number of unread rooms told when somebody has read something. */
@Component
class ReceiptFollower {
    private final WaitingPushRepository repository;
    private final PushProperties properties;

    ReceiptFollower(WaitingPushRepository repository, PushProperties properties) {
        this.repository = repository;
        this.properties = properties;
    }

    /** Follows until it is disposed. */
    Disposable begin(StreamWalk walk, Receipts receipts) {
        return walk.begin(
                new StreamWalk.Stream(
                        "receipts",
                        receipts.reach(0).then(),
                        Mono.fromSupplier(receipts::position),
                        Flux.never()),
                this::take);
    }

    private Mono<Mono<Boolean>> take(long from, long to) {
        return Mono.just(
                repository
                        .badgesOfReaders(from, to, properties.badgeDelay())
                        .map(pushers -> pushers > 0));
    }
}
