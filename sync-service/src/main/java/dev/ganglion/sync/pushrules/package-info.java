/**
 * The push rules of a user: the default ones with what the user has changed. Counting by them is
 * not done here.
 *
 * <p>Client-server API, module "Push notifications", "Push rules". {@link
 * dev.ganglion.sync.pushrules.PushRules} is the door.
 */
@NullMarked
package dev.ganglion.sync.pushrules;

import org.jspecify.annotations.NullMarked;
