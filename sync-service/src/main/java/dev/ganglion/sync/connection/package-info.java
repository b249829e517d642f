/**
 * What each connection of sliding sync has been told, so that any replica answers its next request.
 *
 * <p>MSC4186, "Connections". {@link dev.ganglion.sync.connection.Connections} is the door. What is
 * told is decided elsewhere.
 */
@NullMarked
package dev.ganglion.sync.connection;

import org.jspecify.annotations.NullMarked;
