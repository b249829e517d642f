/** The state of rooms, tested against a running service. */
@NullMarked
package dev.ganglion.room.state;

import org.jspecify.annotations.NullMarked;
