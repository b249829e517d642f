/** Tests of who may be invited. */
@NullMarked
package dev.ganglion.room.invitepermission;

import org.jspecify.annotations.NullMarked;
