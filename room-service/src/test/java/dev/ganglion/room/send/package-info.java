@NullMarked
package dev.ganglion.room.send;

import org.jspecify.annotations.NullMarked;
