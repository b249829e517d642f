/**
 * Requests that wait for something new: parked continuations, woken by room or by user.
 *
 * <p>Client-server API, "Syncing", {@code timeout}. {@link dev.ganglion.sync.longpoll.LongPolls} is
 * the door. What is new is not decided here: a woken request looks for itself.
 */
@NullMarked
package dev.ganglion.sync.longpoll;

import org.jspecify.annotations.NullMarked;
