/**
 * Content goes out, whole or in ranges, with headers that keep a browser from running it.
 *
 * <p>Specification: client-server API, "Content repository", {@code GET
 * /_matrix/client/v1/media/download}. {@link dev.ganglion.media.download.ContentDelivery} is the
 * door for other capabilities, {@link dev.ganglion.media.download.AwaitedMedia} waits for content
 * that is still to come. The unauthenticated endpoints are frozen: nothing was uploaded before the
 * freeze.
 */
@NullMarked
package dev.ganglion.media.download;

import org.jspecify.annotations.NullMarked;
