/**
 * Sending messages, each once however often the client repeats the request.
 *
 * <p>Client-server API, "Sending events to a room". {@link dev.ganglion.room.send.SendService} is
 * the door for others.
 */
@NullMarked
package dev.ganglion.room.send;

import org.jspecify.annotations.NullMarked;
