/**
 * Smaller pictures of pictures, made on demand and kept.
 *
 * <p>Specification: client-server API, "Thumbnails". The doors are the controller and, for who
 * removes media, {@link dev.ganglion.media.thumbnail.Thumbnails}. Decoding is the most dangerous
 * thing that a content repository does (threats M03, M04): only four formats, only when the bytes
 * are what was declared, only below a limit of pixels, in a pool of its own.
 */
@NullMarked
package dev.ganglion.media.thumbnail;

import org.jspecify.annotations.NullMarked;
