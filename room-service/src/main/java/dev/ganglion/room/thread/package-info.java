/**
 * The list of a room's threads.
 *
 * <p>Client-server API, module "Threading". What is shown of a thread beside its root is {@code
 * history}'s affair; the events of one thread are found by {@code relation}. Nothing here is for
 * others.
 */
@NullMarked
package dev.ganglion.room.thread;

import org.jspecify.annotations.NullMarked;
