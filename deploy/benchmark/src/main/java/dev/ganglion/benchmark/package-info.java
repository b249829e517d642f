/**
 * A load generator that drives any Matrix homeserver through the specification's endpoints alone.
 */
@NullMarked
package dev.ganglion.benchmark;

import org.jspecify.annotations.NullMarked;
