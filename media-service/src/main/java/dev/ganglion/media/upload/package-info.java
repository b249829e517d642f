/**
 * Content comes in: at once, or to an ID that was created before.
 *
 * <p>Specification: client-server API, "Content repository", {@code POST /upload}, {@code POST
 * /create}, {@code PUT /upload/{serverName}/{mediaId}}. The doors are the two controllers. How
 * bytes get to disk belongs to {@code storage}.
 */
@NullMarked
package dev.ganglion.media.upload;

import org.jspecify.annotations.NullMarked;
