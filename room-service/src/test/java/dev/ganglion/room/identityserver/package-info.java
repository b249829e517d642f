/** Identity servers: invitations by address. */
@NullMarked
package dev.ganglion.room.identityserver;

import org.jspecify.annotations.NullMarked;
