/**
 * Events as this service holds them: the client's bytes made once, with what decides who gets them.
 *
 * <p>Client-server API, "Room event format". {@link dev.ganglion.sync.event.EventReader} reads
 * them, {@link dev.ganglion.sync.event.EventWriter} writes them to a client. Which events a user
 * gets belongs to {@code room}.
 */
@NullMarked
package dev.ganglion.sync.event;

import org.jspecify.annotations.NullMarked;
