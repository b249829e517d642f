/**
 * Streams without gaps: a reader that has seen position N has seen everything up to N, with any
 * number of writers.
 *
 * <p>Writers collect in {@link dev.ganglion.service.stream.GroupCommit}, and in the transaction
 * take the {@link dev.ganglion.service.stream.LaneLock} before they take positions; the lock is
 * released when the commit is visible, so that positions become visible in order. Readers follow
 * with {@link dev.ganglion.service.stream.StreamFollower}. A rolled-back transaction leaves
 * positions unused for ever: never wait for a missing number. What a stream holds belongs to its
 * service.
 */
@NullMarked
package dev.ganglion.service.stream;

import org.jspecify.annotations.NullMarked;
