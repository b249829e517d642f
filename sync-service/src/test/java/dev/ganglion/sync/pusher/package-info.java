/** Tests of {@code pusher}. */
@NullMarked
package dev.ganglion.sync.pusher;

import org.jspecify.annotations.NullMarked;
