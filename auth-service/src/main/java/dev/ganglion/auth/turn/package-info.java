/**
 * Credentials of the TURN servers that relay calls of two.
 *
 * <p>Specification: client-server API, "Voice over IP". No public door: an endpoint only. Calls by
 * way of a media server are {@code rtc}'s.
 */
@NullMarked
package dev.ganglion.auth.turn;

import org.jspecify.annotations.NullMarked;
