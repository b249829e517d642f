/**
 * Pushers: where users want to be told of events while none of their clients syncs.
 *
 * <p>Client-server API, module "Push notifications", {@code /pushers}. Doors: {@link
 * dev.ganglion.sync.pusher.Pushers}, {@link dev.ganglion.sync.pusher.GatewayAddresses}. Which
 * events are told is {@code push}'s affair, the telling {@code pushgateway}'s.
 */
@NullMarked
package dev.ganglion.sync.pusher;

import org.jspecify.annotations.NullMarked;
