/**
 * What tests of services stand on: {@link dev.ganglion.testing.GanglionTest} starts a service on a
 * real PostgreSQL and Redis, {@link dev.ganglion.testing.TestTokens} lets a test call it as the
 * gateway or another service would, {@link dev.ganglion.testing.MembershipTimeline} lists the ways
 * in which somebody may have come and gone.
 *
 * <p>Tests of one service belong to that service, and nothing here may be used outside of tests.
 */
@NullMarked
package dev.ganglion.testing;

import org.jspecify.annotations.NullMarked;
