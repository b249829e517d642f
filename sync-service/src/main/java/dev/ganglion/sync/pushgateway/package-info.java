/**
 * Tells push gateways what waits for pushers, on every replica.
 *
 * <p>Push gateway API. Pushers are taken one at a time by one replica, whose claim ends by itself;
 * what was told is deleted as soon as the gateway has answered. What an event says is read when it
 * is told, so that redactions hold. What waits is {@code push}'s affair.
 */
@NullMarked
package dev.ganglion.sync.pushgateway;

import org.jspecify.annotations.NullMarked;
