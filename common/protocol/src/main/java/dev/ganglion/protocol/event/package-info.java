/**
 * Events: their PDU form, how they are built, hashed, signed and redacted, and how a client sees
 * them.
 *
 * <p>Specification: server-server API, "PDUs" and "Signing Events"; room versions, "Event format"
 * and "Redactions". Whether an event is allowed is decided in {@code auth}.
 */
@NullMarked
package dev.ganglion.protocol.event;

import org.jspecify.annotations.NullMarked;
