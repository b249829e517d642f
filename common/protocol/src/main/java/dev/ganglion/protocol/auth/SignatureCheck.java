package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.ServerName;

/**
 * Whether a server has validly signed an event; the keys of other servers are the caller's to know.
 */
@FunctionalInterface
public interface SignatureCheck {
    boolean isSignedBy(PduEvent event, ServerName server);
}
