@NullMarked
package dev.ganglion.sync.requiredstate;

import org.jspecify.annotations.NullMarked;
