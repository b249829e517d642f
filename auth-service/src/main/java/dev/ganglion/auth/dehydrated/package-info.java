/**
 * The dehydrated device of a user: one that nobody is logged in on, and that others send keys to
 * meanwhile, until the user logs in somewhere and takes them over.
 *
 * <p>Proposal MSC3814. No public door: endpoints only. The keys are {@code devicekey}'s; what was
 * sent to the device is read at sync-service.
 */
@NullMarked
package dev.ganglion.auth.dehydrated;

import org.jspecify.annotations.NullMarked;
