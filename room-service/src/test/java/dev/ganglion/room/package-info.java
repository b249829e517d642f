/** Tests of room-service as its callers see it. */
@NullMarked
package dev.ganglion.room;

import org.jspecify.annotations.NullMarked;
