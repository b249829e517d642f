@NullMarked
package dev.ganglion.sync.slidingsync;

import org.jspecify.annotations.NullMarked;
