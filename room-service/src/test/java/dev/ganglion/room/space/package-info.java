@NullMarked
package dev.ganglion.room.space;

import org.jspecify.annotations.NullMarked;
