/** Tests of the list of threads. */
@NullMarked
package dev.ganglion.room.thread;

import org.jspecify.annotations.NullMarked;
