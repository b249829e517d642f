/**
 * What a reader may see of a room's past, and how an event looks to a client.
 *
 * <p>Client-server API, module "Room history visibility" and "Room Event Format". {@link
 * dev.ganglion.room.history.Readers} says as whom somebody reads, {@link
 * dev.ganglion.room.history.VisibleHistory} which events they may see, {@link
 * dev.ganglion.room.history.BundledRows} reads events with what is bundled with them, {@link
 * dev.ganglion.room.history.PageReader} collects pages, {@link
 * dev.ganglion.room.history.ClientEvents} writes events. Every capability that reads events goes
 * through these; which events it reads is its own affair.
 */
@NullMarked
package dev.ganglion.room.history;

import org.jspecify.annotations.NullMarked;
