/** Memberships, tested against a running service. */
@NullMarked
package dev.ganglion.room.membership;

import org.jspecify.annotations.NullMarked;
