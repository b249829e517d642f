/**
 * Telling people from programs, by a service that the operator has chosen.
 *
 * <p>Specification: client-server API, "Google ReCaptcha"; other services speak the same. Door:
 * {@link dev.ganglion.auth.captcha.Captcha}.
 */
@NullMarked
package dev.ganglion.auth.captcha;

import org.jspecify.annotations.NullMarked;
