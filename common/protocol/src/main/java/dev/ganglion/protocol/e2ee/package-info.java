/**
 * The public keys of end-to-end encryption as clients upload them: of devices, for one use, and for
 * cross-signing.
 *
 * <p>Specification: client-server API, "End-to-End Encryption". What is read here is well-formed
 * and belongs to whom it says; anything else is a {@code MatrixException} that says what is wrong.
 * Who may upload what, and where it is kept, does not belong here.
 */
@NullMarked
package dev.ganglion.protocol.e2ee;

import org.jspecify.annotations.NullMarked;
