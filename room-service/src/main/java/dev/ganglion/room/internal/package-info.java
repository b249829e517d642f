/**
 * What other services ask of room-service. The gateway routes none of it.
 *
 * <p>Nothing is decided here: each endpoint calls the capability that a client's request would
 * call.
 */
@NullMarked
package dev.ganglion.room.internal;

import org.jspecify.annotations.NullMarked;
