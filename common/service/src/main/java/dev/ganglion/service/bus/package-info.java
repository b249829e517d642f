/**
 * Hints between replicas and services over Redis: wake-ups and invalidations, never the truth. Any
 * message may be lost; whoever listens also reads the database from time to time, and at once when
 * {@link dev.ganglion.service.bus.Bus#reconnections()} says so. Whose messages must not be missed
 * makes up for lost ones when {@link dev.ganglion.service.bus.Bus#losses()} says so.
 *
 * <p>The door is {@link dev.ganglion.service.bus.Bus}. What a message holds belongs to the services
 * that exchange it.
 */
@NullMarked
package dev.ganglion.service.bus;

import org.jspecify.annotations.NullMarked;
