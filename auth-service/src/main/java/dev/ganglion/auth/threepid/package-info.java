/**
 * The addresses that users have added to their accounts.
 *
 * <p>Specification: client-server API, "Adding Account Administrative Contact Information". No
 * public door: endpoints only. Proofs, and whose an address is, belong to {@code email}.
 */
@NullMarked
package dev.ganglion.auth.threepid;

import org.jspecify.annotations.NullMarked;
