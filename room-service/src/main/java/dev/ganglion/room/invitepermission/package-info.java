/**
 * Whether a user can and wants to be invited at all.
 *
 * <p>Client-server API, "Invite permission". {@link
 * dev.ganglion.room.invitepermission.InvitePermissions} is the door. The wish itself is account
 * data, which sync-service keeps; it also hides the invitations that are there already.
 */
@NullMarked
package dev.ganglion.room.invitepermission;

import org.jspecify.annotations.NullMarked;
