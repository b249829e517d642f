/**
 * The files by which operators deploy, read as strictly as an engine would: an unknown field fails.
 */
@NullMarked
package dev.ganglion.manifests;

import org.jspecify.annotations.NullMarked;
