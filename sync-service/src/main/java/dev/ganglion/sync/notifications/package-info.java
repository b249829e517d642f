/**
 * What a user has been, or would have been, notified of, to be looked through.
 *
 * <p>Client-server API, module "Push notifications", "Listing notifications". Nothing is stored:
 * the events of the user's rooms are put to the push rules that the user has now.
 */
@NullMarked
package dev.ganglion.sync.notifications;

import org.jspecify.annotations.NullMarked;
