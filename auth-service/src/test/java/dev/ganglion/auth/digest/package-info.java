/** Tests of digests. */
@NullMarked
package dev.ganglion.auth.digest;

import org.jspecify.annotations.NullMarked;
