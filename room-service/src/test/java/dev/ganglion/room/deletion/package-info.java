@NullMarked
package dev.ganglion.room.deletion;

import org.jspecify.annotations.NullMarked;
