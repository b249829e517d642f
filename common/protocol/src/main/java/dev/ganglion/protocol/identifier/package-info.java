/**
 * The identifiers of Matrix, each a type of its own that cannot hold anything its grammar forbids.
 *
 * <p>Specification: appendices, "Common Identifier Format" and "matrix.to / matrix: URIs". Every
 * type parses with {@code parse}, which throws {@link
 * dev.ganglion.protocol.identifier.InvalidIdentifierException}, and {@code tryParse}.
 */
@NullMarked
package dev.ganglion.protocol.identifier;

import org.jspecify.annotations.NullMarked;
