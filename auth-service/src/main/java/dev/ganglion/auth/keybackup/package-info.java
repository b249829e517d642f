/**
 * Backups of room keys: versions, and the keys in them. The keys are encrypted by clients, and
 * nothing here can read them.
 *
 * <p>Specification: client-server API, "Server-side key backups". No public door: endpoints only.
 * Keys of devices do not belong here.
 */
@NullMarked
package dev.ganglion.auth.keybackup;

import org.jspecify.annotations.NullMarked;
