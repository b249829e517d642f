/**
 * What a client is told when a request cannot be served: an error code, a sentence and a status.
 *
 * <p>Specification: client-server API, "Standard error response". The door is {@link
 * dev.ganglion.protocol.error.MatrixException}.
 */
@NullMarked
package dev.ganglion.protocol.error;

import org.jspecify.annotations.NullMarked;
