/**
 * Users whose account was ended with {@code erase}: whose events are hidden, and from whom.
 *
 * <p>Specification: client-server API, "Account deactivation". Doors: {@link
 * dev.ganglion.service.erasure.ErasedUsers}, which a service that imports {@link
 * dev.ganglion.service.erasure.ErasureConfiguration} keeps in memory, and {@link
 * dev.ganglion.service.erasure.ErasedFor}, the decision for one reader of one room. What is left of
 * a hidden event: {@link dev.ganglion.protocol.event.PduEvent#erased}.
 */
@NullMarked
package dev.ganglion.service.erasure;

import org.jspecify.annotations.NullMarked;
