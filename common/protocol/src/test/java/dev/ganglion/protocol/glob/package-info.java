/** Matching, and the plain matcher that others compare with. */
@NullMarked
package dev.ganglion.protocol.glob;

import org.jspecify.annotations.NullMarked;
