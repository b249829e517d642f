/** Aliases, tested against a running service. */
@NullMarked
package dev.ganglion.room.alias;

import org.jspecify.annotations.NullMarked;
