/**
 * Locks and suspends accounts. Client-server API, "Account locking", "Account suspension" and
 * "Server administration". What a locked or suspended user may still do is the gateway's to hold;
 * the end of an account is {@link dev.ganglion.auth.deactivation}.
 */
@NullMarked
package dev.ganglion.auth.standing;

import org.jspecify.annotations.NullMarked;
