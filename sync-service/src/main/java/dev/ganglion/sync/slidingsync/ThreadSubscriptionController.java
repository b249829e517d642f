package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.threadsubscription.SubscriptionPage;
import dev.ganglion.sync.threadsubscription.ThreadSubscriptions;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** MSC4308, "Companion endpoint for backpaginating thread subscription changes". */
@RestController
class ThreadSubscriptionController {
    private final ThreadSubscriptions subscriptions;

    ThreadSubscriptionController(ThreadSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Ends at the {@code pos} of the request that was answered with a token to begin from. */
    @GetMapping("/_matrix/client/unstable/io.element.msc4308/thread_subscriptions")
    Mono<RawJson> page(
            Requester requester,
            @RequestParam String dir,
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to,
            @RequestParam Optional<Long> limit) {
        if (!dir.equals("b")) {
            throw MatrixException.invalidParam("dir must be b");
        }
        return subscriptions
                .page(
                        requester.userId(),
                        to.map(ThreadSubscriptionController::end).orElse(0L),
                        from.map(SubscriptionPage::parse).orElse(Long.MAX_VALUE),
                        limit.map(ThreadSubscriptionController::limit)
                                .orElse(SubscriptionPage.DEFAULT_LIMIT))
                .map(ThreadSubscriptionController::json);
    }

    private static long end(String to) {
        return SlidingPosition.find(to)
                .map(SlidingPosition::threadSubscriptions)
                .orElseThrow(
                        () -> MatrixException.invalidParam("to is not a token of this server"));
    }

    private static int limit(long asked) {
        if (asked <= 0) {
            throw MatrixException.invalidParam("limit must be greater than zero");
        }
        return Math.clamp(asked, 1, SubscriptionPage.MAX_LIMIT);
    }

    private static RawJson json(SubscriptionPage page) {
        JsonBytes out = new JsonBytes();
        page.write(out, "end");
        return RawJson.ofTrusted(out.toBytes());
    }
}
