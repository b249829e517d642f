/**
 * Deactivating an account for good.
 *
 * <p>Specification: client-server API, "Account deactivation". Door: {@link
 * dev.ganglion.auth.deactivation.DeactivationService}, besides the endpoint, and the follow-up that
 * makes the user leave their rooms.
 */
@NullMarked
package dev.ganglion.auth.deactivation;

import org.jspecify.annotations.NullMarked;
