package dev.ganglion.sync.push;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * A user with a pusher who is in a room, or is invited to it by a new event.
 *
 * @param rulesPosition where the user's push rules stand in the stream of account data; 0 for the
 *     default rules
 */
record Listener(UserId user, Optional<String> displayName, boolean isInvited, long rulesPosition) {}
