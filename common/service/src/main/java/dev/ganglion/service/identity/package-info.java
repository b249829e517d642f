/**
 * Who calls: a client's user, behind the gateway, or another service.
 *
 * <p>Every call carries the service token of its caller, a signed token whose audience is the
 * service that is called; a client's call carries the user's internal token besides. Both live for
 * minutes and are verified by Spring Security's resource server. Doors: {@link
 * dev.ganglion.service.identity.Requester} and {@link dev.ganglion.service.identity.ServiceCaller}
 * as arguments of endpoints, {@link dev.ganglion.service.identity.PublicEndpoints}, {@link
 * dev.ganglion.service.identity.InternalTokenIssuer}, {@link
 * dev.ganglion.service.identity.ServiceTokens}, {@link dev.ganglion.service.identity.InternalKeys};
 * {@link dev.ganglion.service.identity.SessionsEnded} is what is said when access tokens die.
 * {@link dev.ganglion.service.identity.TokenHash} names a token. Access tokens of clients are the
 * auth-service's and never seen here.
 */
@NullMarked
package dev.ganglion.service.identity;

import org.jspecify.annotations.NullMarked;
