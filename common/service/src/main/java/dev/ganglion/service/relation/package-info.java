/**
 * Aggregations that are bundled with events: how the database is asked for them.
 *
 * <p>Specification: "Aggregations of child events". Door: {@link
 * dev.ganglion.service.relation.BundleSql}. Which events a service shows, who reads them and how
 * rows become JSON is the service's own.
 */
@NullMarked
package dev.ganglion.service.relation;

import org.jspecify.annotations.NullMarked;
