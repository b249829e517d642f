/** Results as a table, with the servers' CPU time per operation. */
@NullMarked
package dev.ganglion.benchmark.report;

import org.jspecify.annotations.NullMarked;
