/**
 * Reads along, and raises an alert when someone uses a word that the moderators watch.
 *
 * <p>Follows the event stream that room-service publishes; has no door. Nothing is held up by it.
 */
@NullMarked
package dev.ganglion.moderation.keyword;

import org.jspecify.annotations.NullMarked;
