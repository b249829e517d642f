@NullMarked
package dev.ganglion.room.visibility;

import org.jspecify.annotations.NullMarked;
