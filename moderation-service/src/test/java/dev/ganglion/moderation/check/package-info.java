/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.check;

import org.jspecify.annotations.NullMarked;
