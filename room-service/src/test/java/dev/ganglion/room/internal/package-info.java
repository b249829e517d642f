/** What other services ask for, tested against a running service. */
@NullMarked
package dev.ganglion.room.internal;

import org.jspecify.annotations.NullMarked;
