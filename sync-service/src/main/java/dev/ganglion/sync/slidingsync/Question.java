package dev.ganglion.sync.slidingsync;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.connection.ConnectionState;
import dev.ganglion.sync.token.SyncToken;

import java.util.Optional;

/**
 * What an answer is to be given to.
 *
 * @param connection what the client has been told of rooms
 * @param since up to where it has read; empty for a client that begins
 * @param threadSubscriptions the same of their stream; 0 when it was told of none
 */
record Question(
        Requester requester,
        SlidingRequest request,
        ConnectionState connection,
        Optional<SyncToken> since,
        long threadSubscriptions) {}
