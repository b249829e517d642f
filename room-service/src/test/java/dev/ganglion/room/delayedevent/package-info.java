/** Tests of delayed events. */
@NullMarked
package dev.ganglion.room.delayedevent;

import org.jspecify.annotations.NullMarked;
