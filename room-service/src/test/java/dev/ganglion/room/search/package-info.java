/** Search, tested against a running service. */
@NullMarked
package dev.ganglion.room.search;

import org.jspecify.annotations.NullMarked;
