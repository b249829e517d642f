/** The user directory, tested against a running service. */
@NullMarked
package dev.ganglion.room.userdirectory;

import org.jspecify.annotations.NullMarked;
