/** The directory, tested against a running service. */
@NullMarked
package dev.ganglion.room.directory;

import org.jspecify.annotations.NullMarked;
