/**
 * Counting failed attempts, so that nobody can try passwords without end.
 *
 * <p>Door: {@link dev.ganglion.auth.lockout.Attempts}. General rate limits are the gateway's.
 */
@NullMarked
package dev.ganglion.auth.lockout;

import org.jspecify.annotations.NullMarked;
