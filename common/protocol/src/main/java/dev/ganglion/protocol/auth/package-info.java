/**
 * Which events a room allows: the authorization rules of every room version, and the choice of the
 * events they rest on.
 *
 * <p>Specification: room versions, "Authorization rules"; server-server API, "Auth events
 * selection". The door is {@link dev.ganglion.protocol.auth.AuthRules}. Rule numbers in comments
 * are those of room version 12, unless the comment names another. Everything is a plain decision on
 * values in memory.
 */
@NullMarked
package dev.ganglion.protocol.auth;

import org.jspecify.annotations.NullMarked;
