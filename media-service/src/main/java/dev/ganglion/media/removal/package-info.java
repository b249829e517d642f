/**
 * Dropping media that no event mentions any more, when room-service says so.
 *
 * <p>No public door: an internal endpoint, which the gateway does not route. What events mention is
 * known to room-service alone; whose a piece of media is, is known here.
 */
@NullMarked
package dev.ganglion.media.removal;

import org.jspecify.annotations.NullMarked;
