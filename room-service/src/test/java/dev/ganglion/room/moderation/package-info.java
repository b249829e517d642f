/** Moderation in line, tested against a running service. */
@NullMarked
package dev.ganglion.room.moderation;

import org.jspecify.annotations.NullMarked;
