package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param timeout no longer than is allowed
 */
record SyncRequest(
        Requester requester,
        Optional<String> filter,
        Optional<String> since,
        boolean isFullState,
        boolean usesStateAfter,
        Duration timeout) {}
