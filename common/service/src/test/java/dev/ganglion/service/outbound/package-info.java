/** Tests of {@code outbound}. */
@NullMarked
package dev.ganglion.service.outbound;

import org.jspecify.annotations.NullMarked;
