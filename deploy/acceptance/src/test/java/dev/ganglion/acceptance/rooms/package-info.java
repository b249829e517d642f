/**
 * The operations of rooms and events, through the gateway: a class for each group of operations in
 * the specification, and in it every operation with all that a client may pass, and every error
 * that the specification lists. What decides inside a service is tested there.
 *
 * <p>All of them share one server: a test makes its own rooms, and asks for {@link
 * dev.ganglion.acceptance.Homeserver#stranger} where it counts all of somebody's rooms.
 */
@NullMarked
package dev.ganglion.acceptance.rooms;

import org.jspecify.annotations.NullMarked;
