/**
 * The public directory: rooms that their people have published, to be found by anybody, and the
 * directories of networks that application services keep.
 *
 * <p>Client-server API, "Published room directory". What the directory shows of a room is kept
 * beside the room's state and brought up to date when somebody looks and something has changed.
 * Aliases belong to {@code alias}. {@link dev.ganglion.room.directory.Published} is the door for
 * others.
 */
@NullMarked
package dev.ganglion.room.directory;

import org.jspecify.annotations.NullMarked;
