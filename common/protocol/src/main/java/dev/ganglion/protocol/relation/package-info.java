/**
 * How events relate to each other, and how a server sums up what relates to an event.
 *
 * <p>Specification: client-server API, "Forming relationships between events". {@link
 * dev.ganglion.protocol.relation.Relation} reads an event's relation, {@link
 * dev.ganglion.protocol.relation.RelationKind} says what a server makes of it, {@link
 * dev.ganglion.protocol.relation.BundledAggregations} writes the {@code m.relations} of an event.
 * Which events are looked at, and who may see them, is the callers' affair.
 */
@NullMarked
package dev.ganglion.protocol.relation;

import org.jspecify.annotations.NullMarked;
