/**
 * Holds responses of the server against the published data of the specification: the OpenAPI
 * documents of the client-server API, which describe a response for a method, a path and a status.
 *
 * <p>The door is {@link dev.ganglion.specification.ValidatedResponses}. Requests are not looked at,
 * nor what events contain: clients may send each other anything.
 */
@NullMarked
package dev.ganglion.specification;

import org.jspecify.annotations.NullMarked;
