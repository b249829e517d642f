@NullMarked
package dev.ganglion.sync.visibility;

import org.jspecify.annotations.NullMarked;
