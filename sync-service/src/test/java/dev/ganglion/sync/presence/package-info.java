@NullMarked
package dev.ganglion.sync.presence;

import org.jspecify.annotations.NullMarked;
