/**
 * Policies that people accept when they register.
 *
 * <p>Specification: client-server API, "Terms of service at registration". Door: {@link
 * dev.ganglion.auth.terms.Terms}. When they are asked for belongs to {@code registration}.
 */
@NullMarked
package dev.ganglion.auth.terms;

import org.jspecify.annotations.NullMarked;
