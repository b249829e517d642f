@NullMarked
package dev.ganglion.benchmark.report;

import org.jspecify.annotations.NullMarked;
