/** Tests of who may wait. */
@NullMarked
package dev.ganglion.sync.longpoll;

import org.jspecify.annotations.NullMarked;
