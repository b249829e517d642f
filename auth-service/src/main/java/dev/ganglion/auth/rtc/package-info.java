/**
 * Calls by way of a LiveKit media server: which one there is, and tokens that let members of a room
 * in.
 *
 * <p>MSC4143 (MatrixRTC) and MSC4195 (LiveKit). No public door: endpoints only. Calls of two are
 * {@code turn}'s; who is in a room is room-service's to say.
 */
@NullMarked
package dev.ganglion.auth.rtc;

import org.jspecify.annotations.NullMarked;
