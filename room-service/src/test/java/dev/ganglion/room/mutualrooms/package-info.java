/** Mutual rooms, tested against a running service. */
@NullMarked
package dev.ganglion.room.mutualrooms;

import org.jspecify.annotations.NullMarked;
