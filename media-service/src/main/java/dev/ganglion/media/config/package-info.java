/**
 * What a client should know before it uploads.
 *
 * <p>Specification: client-server API, "Content repository", {@code GET
 * /_matrix/client/v1/media/config}. The limits themselves belong to {@code upload}.
 */
@NullMarked
package dev.ganglion.media.config;

import org.jspecify.annotations.NullMarked;
