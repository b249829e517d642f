/** Profiles, tested against a running service. */
@NullMarked
package dev.ganglion.room.profile;

import org.jspecify.annotations.NullMarked;
