/** Tests of how stored events are read. */
@NullMarked
package dev.ganglion.sync.json;

import org.jspecify.annotations.NullMarked;
