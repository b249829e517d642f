@NullMarked
package dev.ganglion.benchmark.load;

import org.jspecify.annotations.NullMarked;
