/**
 * Tells the moderators: alerts are written down first and sent to the admin room afterwards, each
 * exactly once.
 *
 * <p>The doors are {@link dev.ganglion.moderation.alert.Alerts} and {@link
 * dev.ganglion.moderation.alert.ModerationUser}. What is worth an alert is not decided here.
 */
@NullMarked
package dev.ganglion.moderation.alert;

import org.jspecify.annotations.NullMarked;
