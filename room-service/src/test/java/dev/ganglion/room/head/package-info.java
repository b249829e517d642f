@NullMarked
package dev.ganglion.room.head;

import org.jspecify.annotations.NullMarked;
