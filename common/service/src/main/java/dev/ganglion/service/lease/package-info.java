/**
 * Background work that runs on one replica at a time, such as cleaning up.
 *
 * <p>The door is {@link dev.ganglion.service.lease.Lease}. A lease is no lock: for a moment two
 * replicas may both believe that they hold it, so that the work must bear being done twice.
 */
@NullMarked
package dev.ganglion.service.lease;

import org.jspecify.annotations.NullMarked;
