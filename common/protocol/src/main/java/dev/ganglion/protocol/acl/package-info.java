/**
 * Server access control lists: which servers may take part in a room.
 *
 * <p>Specification: client-server API, module "Server Access Control Lists (ACLs) for rooms". The
 * door is {@link dev.ganglion.protocol.acl.ServerAcl}. Nobody asks yet: federation will.
 */
@NullMarked
package dev.ganglion.protocol.acl;

import org.jspecify.annotations.NullMarked;
