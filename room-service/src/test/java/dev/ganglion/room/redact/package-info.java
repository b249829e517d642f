@NullMarked
package dev.ganglion.room.redact;

import org.jspecify.annotations.NullMarked;
