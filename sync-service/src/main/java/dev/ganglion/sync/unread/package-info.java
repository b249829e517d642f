/**
 * How much of a room a user has not read.
 *
 * <p>Client-server API, module "Push notifications", "Receiving notifications". {@link
 * dev.ganglion.sync.unread.UnreadCounts} is the door. What counts and whom it highlights was
 * decided when the event was written.
 */
@NullMarked
package dev.ganglion.sync.unread;

import org.jspecify.annotations.NullMarked;
