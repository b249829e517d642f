@NullMarked
package dev.ganglion.room.persist;

import org.jspecify.annotations.NullMarked;
