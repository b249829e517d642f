/** Background readers, tested against a running service. */
@NullMarked
package dev.ganglion.room.follow;

import org.jspecify.annotations.NullMarked;
