package dev.ganglion.media.thumbnail;

import dev.ganglion.media.catalog.MediaItem;

/**
 * What a client asked for.
 *
 * @param isAnimated whether it may move
 */
record WantedThumbnail(MediaItem.Stored item, ThumbnailSize size, boolean isAnimated) {}
