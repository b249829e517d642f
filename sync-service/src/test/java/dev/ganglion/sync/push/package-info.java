/** Tests of {@code push}. */
@NullMarked
package dev.ganglion.sync.push;

import org.jspecify.annotations.NullMarked;
