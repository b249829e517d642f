/**
 * The only public door: it knows which service answers a path, who may call it, and how often.
 *
 * <p>Specification: client-server API, "API Standards", "Web Browser Clients" and "Client
 * Authentication". What a request means is not decided here: a capability belongs to its service.
 */
@NullMarked
package dev.ganglion.gateway;

import org.jspecify.annotations.NullMarked;
