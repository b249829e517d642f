/**
 * All six services in one process, with PostgreSQL and Redis of its own: the way to run Ganglion on
 * one machine.
 *
 * <p>{@link dev.ganglion.standalone.Standalone} is the door. What a service does belongs to the
 * service; here is only what an operator of a large installation does by hand: folders, secrets,
 * stores, order of start and stop.
 */
@NullMarked
package dev.ganglion.standalone;

import org.jspecify.annotations.NullMarked;
