/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.media.storage;

import org.jspecify.annotations.NullMarked;
