/** Tests of how text becomes words. */
@NullMarked
package dev.ganglion.room.words;

import org.jspecify.annotations.NullMarked;
