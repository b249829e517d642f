/**
 * Registration by anyone, by holders of a token, or by nobody.
 *
 * <p>Specification: client-server API, "Account registration and management". No public door:
 * endpoints and a page only. The operator's own registration is {@code sharedsecret}.
 */
@NullMarked
package dev.ganglion.auth.registration;

import org.jspecify.annotations.NullMarked;
