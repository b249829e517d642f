/**
 * How far users have read: receipts, public and private, in threads or not, and fully read markers.
 *
 * <p>Client-server API, modules "Receipts" and "Fully read markers". {@link
 * dev.ganglion.sync.receipt.Receipts} is the door. Counting what is unread belongs to {@code
 * unread}.
 */
@NullMarked
package dev.ganglion.sync.receipt;

import org.jspecify.annotations.NullMarked;
