/**
 * Which events relate to an event, directly or by way of others.
 *
 * <p>Client-server API, "Relationships API". How relations are stored is {@code persist}'s affair,
 * and what is summed up of them beside an event {@code history}'s; threads have a list of their own
 * in {@code thread}. Nothing here is for others.
 */
@NullMarked
package dev.ganglion.room.relation;

import org.jspecify.annotations.NullMarked;
