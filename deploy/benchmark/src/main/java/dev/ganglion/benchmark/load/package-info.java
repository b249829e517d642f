/**
 * Open-loop load and what is recorded of it: latency from the intended time, and a ledger of sends
 * against syncs.
 */
@NullMarked
package dev.ganglion.benchmark.load;

import org.jspecify.annotations.NullMarked;
