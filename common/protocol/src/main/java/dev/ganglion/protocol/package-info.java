/**
 * The Matrix protocol as plain Java: what is true of identifiers, events, room versions and state
 * whatever server runs it.
 *
 * <p>Nothing here knows a framework, a database or the network.
 */
@NullMarked
package dev.ganglion.protocol;

import org.jspecify.annotations.NullMarked;
