/** Reading history, tested against a running service. */
@NullMarked
package dev.ganglion.room.timeline;

import org.jspecify.annotations.NullMarked;
