/** Tests of the relations of a room's events. */
@NullMarked
package dev.ganglion.room.relation;

import org.jspecify.annotations.NullMarked;
