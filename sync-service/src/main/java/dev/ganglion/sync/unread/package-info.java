/**
 * How much of a room a user has not read.
 *
 * <p>Client-server API, module "Push notifications", "Receiving notifications". {@link
 * dev.ganglion.sync.unread.UnreadCounts} is the door. By the default rules it was decided when the
 * event was written what counts and whom it highlights; a user's own rules are put to events when
 * somebody asks.
 */
@NullMarked
package dev.ganglion.sync.unread;

import org.jspecify.annotations.NullMarked;
