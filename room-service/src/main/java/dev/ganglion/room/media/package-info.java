/**
 * Media that lose their last event: noted when the event is purged, and dropped by media-service
 * once nothing mentions them any more.
 *
 * <p>{@link dev.ganglion.room.media.PurgedMedia} is the door. What encrypted events mention cannot
 * be seen here: their attachments stay. Files and their uploaders belong to media-service.
 */
@NullMarked
package dev.ganglion.room.media;

import org.jspecify.annotations.NullMarked;
