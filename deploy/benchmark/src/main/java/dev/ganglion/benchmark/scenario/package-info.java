/** The measured scenarios, one class each. */
@NullMarked
package dev.ganglion.benchmark.scenario;

import org.jspecify.annotations.NullMarked;
