/**
 * Digests: mails that tell users what they have missed, and the link in them that ends them.
 *
 * <p>Client-server API, module "Push notifications", pushers of the kind {@code email}; RFC 8058
 * for the link. When a mail is due and what was missed is sync-service's affair: here it is found
 * out whether the address is still the user's, and the mail is written and sent, once by its
 * number.
 */
@NullMarked
package dev.ganglion.auth.digest;

import org.jspecify.annotations.NullMarked;
