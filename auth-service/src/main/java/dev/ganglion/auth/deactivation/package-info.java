/**
 * Deactivating an account for good.
 *
 * <p>Specification: client-server API, "Account deactivation". Doors: {@link
 * dev.ganglion.auth.deactivation.DeactivationService}, and {@link
 * dev.ganglion.auth.deactivation.Belongings} for capabilities that keep something of a user; the
 * rest is an endpoint, and the follow-up that completes what it began.
 */
@NullMarked
package dev.ganglion.auth.deactivation;

import org.jspecify.annotations.NullMarked;
