/**
 * Ed25519 keys, and signatures in JSON; SHA-256.
 *
 * <p>Specification: appendices, "Signing JSON". Events are signed in redacted form: see {@code
 * event}.
 */
@NullMarked
package dev.ganglion.protocol.crypto;

import org.jspecify.annotations.NullMarked;
