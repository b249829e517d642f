/**
 * What is asked of identity servers: who has an email address or phone number, and to keep an
 * invitation for somebody who is nobody yet.
 *
 * <p>Client-server API, module "Third-party invites"; identity service API. {@link
 * dev.ganglion.room.identityserver.IdentityServers} is the door. Only servers that the operator
 * trusts are asked: a client names the server, and what answers there is reached from inside.
 * Inviting belongs to {@code membership}.
 */
@NullMarked
package dev.ganglion.room.identityserver;

import org.jspecify.annotations.NullMarked;
