/** Tests of what stays in memory. */
@NullMarked
package dev.ganglion.sync.ring;

import org.jspecify.annotations.NullMarked;
