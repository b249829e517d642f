/** Tests of the quota and of what one batch of changes does to another. */
@NullMarked
package dev.ganglion.sync.accountdata;

import org.jspecify.annotations.NullMarked;
