package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.Connections;
import dev.ganglion.sync.threadsubscription.ThreadSubscriptions;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * The extension {@code thread_subscriptions} of MSC4308: the user's last changes, in whatever
 * rooms. What an answer has no place for is paged.
 */
@Component
class ThreadSubscriptionExtension {
    static final String NAME = "io.element.msc4308.thread_subscriptions";

    private final ThreadSubscriptions subscriptions;

    ThreadSubscriptionExtension(ThreadSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /**
     * Up to where the client will have been told. Whoever leaves the extension out goes on from
     * where it was when they ask for it again.
     */
    Mono<Long> upTo(Look look) {
        long since = look.question().threadSubscriptions();
        return look.question().request().extensions().threadSubscriptions().isEmpty()
                ? Mono.just(since)
                : subscriptions
                        .reach(since)
                        .filter(isReached -> isReached)
                        .map(_ -> subscriptions.position())
                        .switchIfEmpty(Mono.error(Connections::unknownPosition));
    }

    Mono<Extension> of(Look look, long upTo, int limit) {
        return subscriptions
                .changes(look.context().user(), look.question().threadSubscriptions(), upTo, limit)
                .map(
                        page ->
                                new Extension(
                                        NAME,
                                        page.changes().isEmpty(),
                                        out -> page.write(out, "prev_batch")));
    }
}
