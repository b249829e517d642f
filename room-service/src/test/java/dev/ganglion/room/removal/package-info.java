@NullMarked
package dev.ganglion.room.removal;

import org.jspecify.annotations.NullMarked;
