/**
 * Application services at this server: the users that they act as, and the users that they are.
 *
 * <p>Specification: application service API, "Identity assertion" and "Server admin style
 * permissions". Which there are is read in {@code dev.ganglion.service.appservice}. Doors: {@link
 * dev.ganglion.auth.appservice.IdentityAssertion} and {@link
 * dev.ganglion.auth.appservice.CallingApplicationService}. Nothing is sent to application services
 * here.
 */
@NullMarked
package dev.ganglion.auth.appservice;

import org.jspecify.annotations.NullMarked;
