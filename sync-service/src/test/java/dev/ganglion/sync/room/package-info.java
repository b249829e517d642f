@NullMarked
package dev.ganglion.sync.room;

import org.jspecify.annotations.NullMarked;
