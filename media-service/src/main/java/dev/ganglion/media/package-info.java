/**
 * The content repository: files that users upload, and their thumbnails.
 *
 * <p>Specification: client-server API, "Content repository". Each package below is one operation of
 * it; {@link dev.ganglion.media.MediaServiceApplication} starts the service. What a message says
 * about a file belongs to room-service.
 */
@NullMarked
package dev.ganglion.media;

import org.jspecify.annotations.NullMarked;
