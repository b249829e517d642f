/**
 * Deactivating an account for good.
 *
 * <p>Specification: client-server API, "Account deactivation". {@link
 * dev.ganglion.auth.deactivation.Belongings} is the door, for capabilities that keep something of a
 * user; the rest is an endpoint, and the follow-up that completes what it began.
 */
@NullMarked
package dev.ganglion.auth.deactivation;

import org.jspecify.annotations.NullMarked;
