/**
 * What is known of each piece of local media: who uploaded it, what it is, where its bytes are. The
 * door is {@link dev.ganglion.media.catalog.MediaCatalog}.
 *
 * <p>The bytes themselves belong to {@code storage}.
 */
@NullMarked
package dev.ganglion.media.catalog;

import org.jspecify.annotations.NullMarked;
