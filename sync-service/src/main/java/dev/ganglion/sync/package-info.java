/**
 * What is new for a user: {@code /sync} with long polls, filters, account data, receipts, read
 * markers, typing, push rules. Reads what room-service publishes, writes its own schema.
 *
 * <p>Client-server API, "Syncing". Each package below is a capability; what is true of a room
 * belongs to room-service.
 */
@NullMarked
package dev.ganglion.sync;

import org.jspecify.annotations.NullMarked;
