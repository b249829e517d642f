/** Tests of the package of the same name. */
@NullMarked
package dev.ganglion.moderation.report;

import org.jspecify.annotations.NullMarked;
