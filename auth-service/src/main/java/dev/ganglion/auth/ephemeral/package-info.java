/**
 * What may be lost: sessions of minutes, nonces, counts, in Redis. Door: {@link
 * dev.ganglion.auth.ephemeral.EphemeralStore}. What must not be lost is in PostgreSQL.
 */
@NullMarked
package dev.ganglion.auth.ephemeral;

import org.jspecify.annotations.NullMarked;
