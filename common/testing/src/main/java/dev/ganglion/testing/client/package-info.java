/**
 * A small typed client of the client-server API for end-to-end tests, through the gateway. It
 * blocks, so that a test reads top to bottom.
 *
 * <p>The door is {@link dev.ganglion.testing.client.MatrixClient}. What a test needs once belongs
 * to the test: {@link dev.ganglion.testing.client.MatrixSession#call} reaches every endpoint, whose
 * paths {@link dev.ganglion.testing.client.Paths} makes.
 */
@NullMarked
package dev.ganglion.testing.client;

import org.jspecify.annotations.NullMarked;
