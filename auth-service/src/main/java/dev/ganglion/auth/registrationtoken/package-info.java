/**
 * Tokens that let their bearers register, and their administration.
 *
 * <p>Specification: client-server API, "Token-authenticated registration"; the administration
 * speaks Synapse's admin API. Door: {@link dev.ganglion.auth.registrationtoken.RegistrationTokens}.
 */
@NullMarked
package dev.ganglion.auth.registrationtoken;

import org.jspecify.annotations.NullMarked;
