/**
 * Every failure as a client reads it: one renderer for all of them, so that no endpoint writes an
 * error response of its own and nothing internal leaks.
 *
 * <p>Specification: client-server API, "Standard error response". There is no door: an endpoint
 * throws a {@link dev.ganglion.protocol.error.MatrixException} and the renderer does the rest. What
 * a database error means to a client is decided here too.
 */
@NullMarked
package dev.ganglion.service.error;

import org.jspecify.annotations.NullMarked;
