/**
 * The keys by which users vouch for their devices and for each other, and the signatures made with
 * them.
 *
 * <p>Specification: client-server API, "Cross-signing". Doors: {@link
 * dev.ganglion.auth.crosssigning.CrossSigningKeys} and {@link
 * dev.ganglion.auth.crosssigning.KeySignatureRepository}, for whoever shows keys to somebody. The
 * keys of devices are {@code devicekey}'s; here they are read to check what they signed.
 */
@NullMarked
package dev.ganglion.auth.crosssigning;

import org.jspecify.annotations.NullMarked;
