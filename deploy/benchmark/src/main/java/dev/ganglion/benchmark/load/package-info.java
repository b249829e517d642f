/**
 * Open-loop load and what is recorded of it: latency from the intended time, errors by their kind,
 * and a ledger of sends against syncs.
 */
@NullMarked
package dev.ganglion.benchmark.load;

import org.jspecify.annotations.NullMarked;
