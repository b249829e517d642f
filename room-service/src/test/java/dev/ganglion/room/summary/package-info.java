@NullMarked
package dev.ganglion.room.summary;

import org.jspecify.annotations.NullMarked;
