/**
 * The operations of accounts, devices and keys, through the gateway: signing in and out, and what
 * belongs to one user; a class for each group of operations in the specification. Web pages are
 * looked at in a real browser.
 *
 * <p>As in the package of rooms, all share one server unless they need one that is set up
 * otherwise.
 */
@NullMarked
package dev.ganglion.acceptance.accounts;

import org.jspecify.annotations.NullMarked;
