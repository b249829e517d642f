/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.alert;

import org.jspecify.annotations.NullMarked;
