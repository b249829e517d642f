/** Tests of digests. */
@NullMarked
package dev.ganglion.sync.digest;

import org.jspecify.annotations.NullMarked;
