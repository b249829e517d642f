/** What follows users into a room that replaces another. */
@NullMarked
package dev.ganglion.sync.upgrade;

import org.jspecify.annotations.NullMarked;
