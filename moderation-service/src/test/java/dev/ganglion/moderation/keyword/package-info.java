/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.keyword;

import org.jspecify.annotations.NullMarked;
