/**
 * The opaque token that says how far a client has read each stream.
 *
 * <p>Client-server API, "Syncing", {@code since} and {@code next_batch}. {@link
 * dev.ganglion.sync.token.SyncToken} is the door. Tokens to page through a room are in
 * common/service.
 */
@NullMarked
package dev.ganglion.sync.token;

import org.jspecify.annotations.NullMarked;
