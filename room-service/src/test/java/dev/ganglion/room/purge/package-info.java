@NullMarked
package dev.ganglion.room.purge;

import org.jspecify.annotations.NullMarked;
