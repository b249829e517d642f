/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.media.download;

import org.jspecify.annotations.NullMarked;
