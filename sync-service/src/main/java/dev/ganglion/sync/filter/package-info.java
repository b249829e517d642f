/**
 * Which events a client wants: filters, stored or given with a request.
 *
 * <p>Client-server API, "Filtering". {@link dev.ganglion.sync.filter.Filters} is the door.
 */
@NullMarked
package dev.ganglion.sync.filter;

import org.jspecify.annotations.NullMarked;
