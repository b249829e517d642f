/** Push rules. */
@NullMarked
package dev.ganglion.sync.pushrules;

import org.jspecify.annotations.NullMarked;
