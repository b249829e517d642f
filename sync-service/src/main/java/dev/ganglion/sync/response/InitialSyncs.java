package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.places.PlacesOfUsers;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * The responses that read everything of every room: initial syncs and those with {@code
 * full_state}. A client needs one at a time, so few of a device and of a user run at once at this
 * replica. Another one is refused rather than an older one ended: what the older one has read so
 * far would be read for nothing, and again.
 */
@Component
public class InitialSyncs {
    static final int OF_DEVICE = 2;
    static final int OF_USER = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final PlacesOfUsers<Requester> running =
            PlacesOfUsers.refusing(new PlacesOfUsers.Limits(OF_DEVICE, OF_USER), RETRY_AFTER);

    /** Does the work, or errors with {@code M_LIMIT_EXCEEDED}. */
    public <T> Mono<T> limit(Requester requester, Mono<T> work) {
        return running.during(() -> requester, begun -> work);
    }
}
