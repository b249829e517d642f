package dev.ganglion.sync.slidingsync;

import java.util.Optional;

/**
 * The extensions that a client has enabled.
 *
 * @param hasKeys {@code e2ee}
 * @param threadSubscriptions how many changes of them at most
 */
record ExtensionRequests(
        Optional<Messages> toDevice,
        boolean hasKeys,
        Optional<Scope> accountData,
        Optional<Scope> receipts,
        Optional<Scope> typing,
        Optional<Integer> threadSubscriptions) {
    /**
     * {@code to_device}.
     *
     * @param since the position of the stream of messages up to which the client has them
     * @param limit at least 1
     */
    record Messages(Optional<Long> since, int limit) {}
}
