/** Tests of {@code pushgateway}. */
@NullMarked
package dev.ganglion.sync.pushgateway;

import org.jspecify.annotations.NullMarked;
