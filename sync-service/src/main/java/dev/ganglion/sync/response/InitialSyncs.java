package dev.ganglion.sync.response;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The responses that read everything of every room: initial syncs and those with {@code
 * full_state}. A client needs one at a time, so few of a device and of a user run at once at this
 * replica. Another one is refused rather than an older one ended: what the older one has read so
 * far would be read for nothing, and again.
 */
@Component
class InitialSyncs {
    static final int OF_DEVICE = 2;
    static final int OF_USER = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** The lists never change. */
    private final Map<UserId, List<Requester>> running = new ConcurrentHashMap<>();

    /** Does the work, or errors with {@code M_LIMIT_EXCEEDED}. */
    <T> Mono<T> limit(Requester requester, Mono<T> work) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> begin(requester)),
                begun -> work,
                begun -> Mono.fromRunnable(() -> end(begun)));
    }

    private Requester begin(Requester requester) {
        running.compute(
                requester.userId(),
                (user, present) -> with(present == null ? List.of() : present, requester));
        return requester;
    }

    private void end(Requester requester) {
        running.computeIfPresent(
                requester.userId(), (user, present) -> without(present, requester));
    }

    private static List<Requester> with(List<Requester> running, Requester next) {
        long ofDevice =
                running.stream().filter(other -> other.deviceId().equals(next.deviceId())).count();
        if (ofDevice >= OF_DEVICE || running.size() >= OF_USER) {
            throw MatrixException.limitExceeded(RETRY_AFTER);
        }
        List<Requester> now = new ArrayList<>(running);
        now.add(next);
        return List.copyOf(now);
    }

    private static @Nullable List<Requester> without(List<Requester> running, Requester ended) {
        List<Requester> now = new ArrayList<>(running);
        now.remove(ended);
        return now.isEmpty() ? null : List.copyOf(now);
    }
}
