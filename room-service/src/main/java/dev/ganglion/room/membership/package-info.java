/**
 * Memberships: joining, inviting, leaving, kicking, banning, knocking and forgetting.
 *
 * <p>Client-server API, "Room membership". The doors for others are {@link
 * dev.ganglion.room.membership.MembershipService}, which changes memberships, {@link
 * dev.ganglion.room.membership.AllowedRooms}, what restricted rooms name, {@link
 * dev.ganglion.room.membership.Departures}, for accounts that are closed, and {@link
 * dev.ganglion.room.membership.ThirdPartyInvitations}, for those who are known by an address. What
 * membership allows to read is in {@code visibility}.
 */
@NullMarked
package dev.ganglion.room.membership;

import org.jspecify.annotations.NullMarked;
