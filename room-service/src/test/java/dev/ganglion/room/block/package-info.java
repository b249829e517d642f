@NullMarked
package dev.ganglion.room.block;

import org.jspecify.annotations.NullMarked;
