@NullMarked
package dev.ganglion.room.maintenance;

import org.jspecify.annotations.NullMarked;
