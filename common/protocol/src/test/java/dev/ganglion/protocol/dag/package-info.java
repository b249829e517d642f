/** Rooms as graphs of events, for tests: readable histories with any number of branches. */
@NullMarked
package dev.ganglion.protocol.dag;

import org.jspecify.annotations.NullMarked;
