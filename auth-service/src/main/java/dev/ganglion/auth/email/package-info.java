/**
 * Email addresses of accounts, and the proof that somebody has one: a mail with a link, a page with
 * a button.
 *
 * <p>Specification: client-server API, "Email-based (identity / homeserver)". Doors: {@link
 * dev.ganglion.auth.email.EmailAddresses} for whose an address is, {@link
 * dev.ganglion.auth.email.EmailValidations} for proofs. What a proof is good for belongs to {@code
 * registration}, {@code password}, {@code threepid} and {@code accountpage}.
 */
@NullMarked
package dev.ganglion.auth.email;

import org.jspecify.annotations.NullMarked;
