/**
 * How many requests of one kind a device and a user have here at once.
 *
 * <p>{@link dev.ganglion.sync.places.PlacesOfUsers} is the door. Which requests those are, how many
 * there may be and what becomes of one too many is said where they are served. How often something
 * may be asked is the gateway's business.
 */
@NullMarked
package dev.ganglion.sync.places;

import org.jspecify.annotations.NullMarked;
