/**
 * room-service asks before it accepts an event: may this stay?
 *
 * <p>Internal endpoints of our own. The door is the controller. An encrypted event holds nothing
 * that could be judged.
 */
@NullMarked
package dev.ganglion.moderation.check;

import org.jspecify.annotations.NullMarked;
