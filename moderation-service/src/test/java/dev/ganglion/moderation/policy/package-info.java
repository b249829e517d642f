/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.policy;

import org.jspecify.annotations.NullMarked;
