/**
 * JSON as Matrix signs it: immutable values, a strict parser and the canonical encoding.
 *
 * <p>Specification: appendices, "Canonical JSON". The doors are {@link
 * dev.ganglion.protocol.json.Json} and {@link dev.ganglion.protocol.json.CanonicalJson}. JSON that
 * is never signed (account data, requests) may hold floats and does not belong here.
 */
@NullMarked
package dev.ganglion.protocol.json;

import org.jspecify.annotations.NullMarked;
