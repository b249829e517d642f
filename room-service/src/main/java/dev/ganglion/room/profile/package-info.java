/**
 * Profiles: what users say about themselves, and its copies in their membership events.
 *
 * <p>Client-server API, "Profiles". {@link dev.ganglion.room.profile.Profiles} is the door for
 * others.
 */
@NullMarked
package dev.ganglion.room.profile;

import org.jspecify.annotations.NullMarked;
