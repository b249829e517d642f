/**
 * What is bundled with events of a timeline: their replacement, their thread, what references them.
 *
 * <p>Client-server API, "Aggregations of child events", and the modules "Event replacements",
 * "Threading" and "Reference relations". {@link dev.ganglion.sync.relation.Bundles} is the door:
 * one query for all rooms of a response. Which events get something bundled, and what of a room the
 * reader sees, is for the callers to say.
 */
@NullMarked
package dev.ganglion.sync.relation;

import org.jspecify.annotations.NullMarked;
