/**
 * What a user keeps on the server: account data, global and of rooms, and tags.
 *
 * <p>Client-server API, modules "Client config" and "Room tagging". {@link
 * dev.ganglion.sync.accountdata.AccountData} is the door. Push rules and read markers are kept here
 * by their own packages; clients cannot write those directly.
 */
@NullMarked
package dev.ganglion.sync.accountdata;

import org.jspecify.annotations.NullMarked;
