/**
 * Tests of sync-service against a running room-service, with two replicas of sync-service on one
 * database.
 */
@NullMarked
package dev.ganglion.sync;

import org.jspecify.annotations.NullMarked;
