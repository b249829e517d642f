/** Creating rooms, tested against a running service. */
@NullMarked
package dev.ganglion.room.create;

import org.jspecify.annotations.NullMarked;
