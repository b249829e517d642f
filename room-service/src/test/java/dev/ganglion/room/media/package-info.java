@NullMarked
package dev.ganglion.room.media;

import org.jspecify.annotations.NullMarked;
