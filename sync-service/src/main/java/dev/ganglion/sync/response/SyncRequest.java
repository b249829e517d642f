package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for. The parameter {@code set_presence} is not looked at.
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
