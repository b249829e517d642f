@NullMarked
package dev.ganglion.sync.roomlist;

import org.jspecify.annotations.NullMarked;
