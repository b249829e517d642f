/**
 * Whether this replica should get requests: the liveness and readiness groups of the actuator.
 *
 * <p>The database decides; Redis away means {@code DEGRADED}, which is still ready. What a single
 * service needs besides belongs to that service.
 */
@NullMarked
package dev.ganglion.service.health;

import org.jspecify.annotations.NullMarked;
