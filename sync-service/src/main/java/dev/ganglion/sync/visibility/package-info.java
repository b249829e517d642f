/**
 * Which events of a room a user may see, by the user's memberships and the history visibility over
 * time.
 *
 * <p>Client-server API, module "Room history visibility". {@link
 * dev.ganglion.sync.visibility.Histories} is the door.
 */
@NullMarked
package dev.ganglion.sync.visibility;

import org.jspecify.annotations.NullMarked;
