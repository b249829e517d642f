package dev.ganglion.sync.push;

import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

/** Follows the streams while the service runs. */
@Component
class Following {
    private final Disposable.Composite running;

    Following(
            StreamWalk walk,
            EventFollower events,
            EventStream eventStream,
            ReceiptFollower readers,
            Receipts receipts) {
        this.running =
                Disposables.composite(
                        events.begin(walk, eventStream), readers.begin(walk, receipts));
    }

    @PreDestroy
    void stop() {
        running.dispose();
    }
}
