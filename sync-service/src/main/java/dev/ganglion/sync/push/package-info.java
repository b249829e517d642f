/**
 * From events to what waits for pushers: which user an event notifies, by the user's push rules.
 *
 * <p>Client-server API, module "Push notifications", "Server behaviour". One replica follows the
 * streams of events and receipts; what it finds is written in one transaction with how far it has
 * come, so that nothing is lost or doubled. Door: {@link dev.ganglion.sync.push.WaitingPushes},
 * which says when there is something to do for pushers. How push gateways are told is {@code
 * pushgateway}'s affair.
 */
@NullMarked
package dev.ganglion.sync.push;

import org.jspecify.annotations.NullMarked;
