/** Tests of how stored events are read. */
@NullMarked
package dev.ganglion.sync.event;

import org.jspecify.annotations.NullMarked;
