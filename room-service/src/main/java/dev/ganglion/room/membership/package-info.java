/**
 * Memberships: joining, inviting, leaving, kicking, banning, knocking and forgetting.
 *
 * <p>Client-server API, "Room membership". {@link dev.ganglion.room.membership.MembershipService}
 * is the door for others. What membership allows to read is in {@code visibility}.
 */
@NullMarked
package dev.ganglion.room.membership;

import org.jspecify.annotations.NullMarked;
