/**
 * The push rules of a user: the default ones with what the user has changed; and what they make of
 * events. Counting by them is not done here.
 *
 * <p>Client-server API, module "Push notifications", "Push rules". {@link
 * dev.ganglion.sync.pushrules.PushRules} is the door to change them, {@link
 * dev.ganglion.sync.pushrules.CompiledPushRules} and {@link dev.ganglion.sync.pushrules.EventRules}
 * to apply them.
 */
@NullMarked
package dev.ganglion.sync.pushrules;

import org.jspecify.annotations.NullMarked;
