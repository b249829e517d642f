/**
 * What the generator says to a homeserver: client-server API calls, nothing of one server's own.
 */
@NullMarked
package dev.ganglion.benchmark.client;

import org.jspecify.annotations.NullMarked;
