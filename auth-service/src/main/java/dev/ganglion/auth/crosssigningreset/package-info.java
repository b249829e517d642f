/**
 * Leave to replace cross-signing keys without another proof, for clients that have none to show.
 *
 * <p>Specification: client-server API, "OAuth authentication" ({@code m.oauth}). Door: {@link
 * dev.ganglion.auth.crosssigningreset.CrossSigningReset}. The page on which users give leave is
 * {@code accountpage}'s, the keys are another capability's.
 */
@NullMarked
package dev.ganglion.auth.crosssigningreset;

import org.jspecify.annotations.NullMarked;
