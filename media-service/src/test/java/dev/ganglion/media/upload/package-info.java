/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.media.upload;

import org.jspecify.annotations.NullMarked;
