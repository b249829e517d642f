/**
 * Digests: mails that tell users what they have missed, for pushers of the kind {@code email}.
 *
 * <p>Client-server API, module "Push notifications". What waits is written by {@code push}, as for
 * push gateways; here it is found out when a mail is due and what stands in it, on every replica.
 * Auth-service writes and sends the mail, for it knows whose an address is.
 */
@NullMarked
package dev.ganglion.sync.digest;

import org.jspecify.annotations.NullMarked;
