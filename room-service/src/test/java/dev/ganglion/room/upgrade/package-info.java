/** Upgrading rooms. */
@NullMarked
package dev.ganglion.room.upgrade;

import org.jspecify.annotations.NullMarked;
