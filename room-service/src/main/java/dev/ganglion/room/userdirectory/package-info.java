/**
 * The user directory: people to be found by what they are called.
 *
 * <p>Client-server API, "User Directory". {@link dev.ganglion.room.userdirectory.UserDirectory} is
 * the door: it follows what users are called and who is to be found by nobody. Profiles themselves
 * belong to {@code profile}.
 */
@NullMarked
package dev.ganglion.room.userdirectory;

import org.jspecify.annotations.NullMarked;
