/**
 * What a room shows to those outside of it: its name, topic and so on, and to whom.
 *
 * <p>Client-server API, {@code /room_summary}; the fields are those of the directory and of space
 * hierarchies too. The doors are {@link dev.ganglion.room.summary.RoomSummaries}, what rooms show,
 * and {@link dev.ganglion.room.summary.RoomOutlines}, who may look. What is in a room belongs to
 * {@code visibility} and those that read there.
 */
@NullMarked
package dev.ganglion.room.summary;

import org.jspecify.annotations.NullMarked;
