/**
 * The latest entries of every stream in memory, followed by hints and by a timer.
 *
 * <p>{@link dev.ganglion.sync.ring.EventStream} is the stream of room events, {@link
 * dev.ganglion.sync.ring.FollowedStream} any stream. A reader that is further behind than the ring
 * reaches reads PostgreSQL; who is told of new entries is not decided here.
 */
@NullMarked
package dev.ganglion.sync.ring;

import org.jspecify.annotations.NullMarked;
