/** What no client should send, tested against a running service. */
@NullMarked
package dev.ganglion.room.input;

import org.jspecify.annotations.NullMarked;
