/** Several replicas of the service on one database, tested against a running service. */
@NullMarked
package dev.ganglion.room.replica;

import org.jspecify.annotations.NullMarked;
