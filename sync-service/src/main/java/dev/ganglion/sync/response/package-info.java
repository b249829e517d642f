/**
 * The endpoint {@code /sync}: waits for something new and puts a response together.
 *
 * <p>Client-server API, "Syncing".
 */
@NullMarked
package dev.ganglion.sync.response;

import org.jspecify.annotations.NullMarked;
