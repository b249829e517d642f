/** The floor: what the machine itself does of the same work, measured in the same run. */
@NullMarked
package dev.ganglion.benchmark.floor;

import org.jspecify.annotations.NullMarked;
