@NullMarked
package dev.ganglion.room.retention;

import org.jspecify.annotations.NullMarked;
