/** Tests of what is shown of users who have been erased, and to whom. */
@NullMarked
package dev.ganglion.room.erasure;

import org.jspecify.annotations.NullMarked;
