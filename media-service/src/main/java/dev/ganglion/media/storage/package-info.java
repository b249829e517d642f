/**
 * Where the bytes are. The door is {@link dev.ganglion.media.storage.MediaStorage}; files on disk
 * are its first implementation.
 *
 * <p>A file's name is made here, from random bytes, and never from what a client sent (threat M01).
 * Who may read a file, and what it is, is not known here.
 */
@NullMarked
package dev.ganglion.media.storage;

import org.jspecify.annotations.NullMarked;
