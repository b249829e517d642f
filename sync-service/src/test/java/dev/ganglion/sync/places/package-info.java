/** Tests of how places are given. */
@NullMarked
package dev.ganglion.sync.places;

import org.jspecify.annotations.NullMarked;
