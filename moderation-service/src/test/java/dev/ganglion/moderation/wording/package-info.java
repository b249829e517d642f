/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.wording;

import org.jspecify.annotations.NullMarked;
